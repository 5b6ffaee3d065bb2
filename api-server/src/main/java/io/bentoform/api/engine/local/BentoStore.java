package io.bentoform.api.engine.local;

import io.bentoform.api.crypto.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Unpacked bentos, one folder for each content, shared by all deployments that use it and removed
 * with the last of them.
 */
final class BentoStore {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;
  private final Map<String, Set<String>> users = new HashMap<>();

  BentoStore(Path folder) {
    this.folder = folder;
  }

  /** The digest as a folder name. */
  static String plain(String digest) throws IOException {
    String hex = digest.startsWith("sha256:") ? digest.substring("sha256:".length()) : digest;
    if (!SHA256.matcher(hex).matches()) {
      throw new IOException("has no SHA-256 digest in lower-case hexadecimal");
    }
    return hex;
  }

  /** Notes, without unpacking, that a deployment uses a content. */
  synchronized void hold(String uid, String digest) {
    users.computeIfAbsent(digest, key -> new HashSet<>()).add(uid);
  }

  /**
   * Unpacks the archive unless its content is there already.
   *
   * @throws IOException with a text for users that begins after "The archive"
   */
  synchronized Path unpack(String uid, Path archive, String digest) throws IOException {
    Path bento = folder.resolve(digest);
    hold(uid, digest);
    if (Files.isDirectory(bento)) {
      return bento;
    }
    PrivateFiles.createFolder(folder);
    Path draft = PrivateFiles.createFolder(folder.resolve("unpacking-" + UUID.randomUUID()));
    try {
      BentoArchive.unpack(archive, digest, draft);
      Files.move(draft, bento, StandardCopyOption.ATOMIC_MOVE);
      return bento;
    } finally {
      PrivateFiles.delete(draft);
    }
  }

  /** Removes what this deployment alone used, except the given contents. */
  synchronized void release(String uid, Set<String> kept) throws IOException {
    for (Map.Entry<String, Set<String>> use : users.entrySet()) {
      if (!kept.contains(use.getKey())) {
        use.getValue().remove(uid);
      }
    }
    users.values().removeIf(Set::isEmpty);
    removeUnused();
  }

  /** Removes every content, and every half-unpacked one, that nobody holds. */
  synchronized void removeUnused() throws IOException {
    for (Path bento : FileTrees.children(folder)) {
      if (!users.containsKey(bento.getFileName().toString())) {
        PrivateFiles.delete(bento);
      }
    }
  }
}
