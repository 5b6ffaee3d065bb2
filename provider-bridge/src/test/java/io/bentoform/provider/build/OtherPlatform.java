package io.bentoform.provider.build;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The package for another platform: the same files, with a runtime of its own and without the cache
 * of loaded classes, which only that runtime can make.
 */
final class OtherPlatform {

  private OtherPlatform() {}

  /**
   * Makes it.
   *
   * @param provider the package of this platform
   * @param jmods of a JDK of the other one
   * @param folder where the package goes
   */
  static void make(Path provider, Path jmods, Path folder) throws IOException {
    FileTree.delete(folder);
    FileTree.copy(provider, folder, file -> !file.startsWith("runtime") && !isCache(file));
    JavaRuntime.make(folder.resolve("runtime"), jmods);
  }

  private static boolean isCache(Path file) {
    return file.equals(Path.of(Assemble.CACHE));
  }
}
