package io.bentoform.api.engine.local;

import io.bentoform.api.engine.SecretFile;
import io.bentoform.api.engine.local.content.PlacedModel;
import io.bentoform.api.files.FileTrees;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * One {@code $BENTOML_HOME} for each replica process (BentoML wipes its metrics folder at start, so
 * two processes cannot share one), in memory where the machine has a memory file system: files with
 * secrets then never reach a disk.
 */
final class ReplicaHomes {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final String WIPED = "prometheus_multiproc_dir";
  private static final String MODELS = "models";
  private static final String LATEST = "latest";

  private final Path folder;

  private ReplicaHomes(Path folder) {
    this.folder = folder;
  }

  static ReplicaHomes of(Path root, String engineId) {
    boolean inMemory = Files.isDirectory(MEMORY) && Files.isWritable(MEMORY);
    return new ReplicaHomes(
        inMemory ? MEMORY.resolve("bentoform-" + engineId) : root.resolve("homes"));
  }

  Path folder() {
    return folder;
  }

  /**
   * Makes the home of a replica with its files, which nobody may write, and its model store, where
   * each model is a link to what all replicas share.
   *
   * @throws IOException with a text for users, without a value, when a file cannot be there
   */
  Path create(String replicaId, List<SecretFile> files, List<PlacedModel> models)
      throws IOException {
    Path home = PrivateFiles.createFolder(folder.resolve(replicaId));
    PrivateFiles.createFolder(home.resolve("tmp"));
    for (SecretFile file : files) {
      Path target = home.resolve(file.path()).normalize();
      if (!target.startsWith(home)
          || target.equals(home)
          || target.startsWith(home.resolve(WIPED))) {
        throw new IOException("the file " + file.path() + " cannot be under $BENTOML_HOME");
      }
      write(target, file);
    }
    for (PlacedModel model : models) {
      place(home.resolve(MODELS).resolve(model.name()), model);
    }
    return home;
  }

  /** After the files, so that none of them is written through a link. */
  private static void place(Path versions, PlacedModel model) throws IOException {
    try {
      PrivateFiles.createFolder(versions);
      Files.createSymbolicLink(versions.resolve(model.version()), model.folder());
      Files.writeString(versions.resolve(LATEST), model.version());
    } catch (FileAlreadyExistsException e) {
      throw new IOException("a file under $BENTOML_HOME/models is in the place of a model", e);
    }
  }

  private static void write(Path target, SecretFile file) throws IOException {
    try {
      Path parent = target.getParent();
      if (parent != null) {
        PrivateFiles.createFolder(parent);
      }
      // Made empty and private first: the content is never readable to others, not even briefly.
      Files.createFile(
          target,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(target, file.content().reveal().getBytes(StandardCharsets.UTF_8));
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r--------"));
    } catch (FileAlreadyExistsException e) {
      throw new IOException("the file " + file.path() + " is given twice, or is a folder too");
    }
  }

  void remove(String replicaId) throws IOException {
    PrivateFiles.delete(folder.resolve(replicaId));
  }

  /** Removes what replicas left behind that are not among these. */
  void retainOnly(Set<String> replicaIds) throws IOException {
    for (Path home : FileTrees.children(folder)) {
      if (!replicaIds.contains(home.getFileName().toString())) {
        PrivateFiles.delete(home);
      }
    }
  }

  void removeAll() throws IOException {
    PrivateFiles.delete(folder);
  }
}
