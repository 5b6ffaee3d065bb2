package io.bentoform.api.engine.local;

import io.bentoform.api.archive.ArchiveException;
import io.bentoform.api.archive.ArchiveKind;
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
 * Unpacked bentos and models, one folder for each content, shared by all deployments that use it
 * and removed with the last of them.
 */
final class ContentStore {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Path root;
  private final Map<Content, Set<String>> users = new HashMap<>();

  ContentStore(Path root) {
    this.root = root;
  }

  /** A content by a digest that may begin with {@code sha256:}. */
  static Content content(ArchiveKind kind, String digest) throws ArchiveException {
    String hex = digest.startsWith("sha256:") ? digest.substring("sha256:".length()) : digest;
    if (!SHA256.matcher(hex).matches()) {
      throw new ArchiveException("has no SHA-256 digest in lower-case hexadecimal");
    }
    return new Content(kind, hex);
  }

  /** Notes, without unpacking, that a deployment uses a content. */
  synchronized void hold(String uid, Content content) {
    users.computeIfAbsent(content, key -> new HashSet<>()).add(uid);
  }

  /**
   * Unpacks the archive unless its content is there already.
   *
   * @throws IOException with a text for users that begins after "The archive"
   */
  synchronized Path unpack(String uid, Path archive, Content content) throws IOException {
    Path unpacked = content.in(root);
    hold(uid, content);
    if (Files.isDirectory(unpacked)) {
      return unpacked;
    }
    Path draft =
        PrivateFiles.createFolder(unpacked.resolveSibling("unpacking-" + UUID.randomUUID()));
    try {
      Unpacking.unpack(archive, content.digest(), content.kind(), draft);
      Files.move(draft, unpacked, StandardCopyOption.ATOMIC_MOVE);
      return unpacked;
    } finally {
      PrivateFiles.delete(draft);
    }
  }

  /** Removes what this deployment alone used, except the given contents. */
  synchronized void release(String uid, Set<Content> kept) throws IOException {
    for (Map.Entry<Content, Set<String>> use : users.entrySet()) {
      if (!kept.contains(use.getKey())) {
        use.getValue().remove(uid);
      }
    }
    users.values().removeIf(Set::isEmpty);
    removeUnused();
  }

  /** Removes every content, and every half-unpacked one, that nobody holds. */
  synchronized void removeUnused() throws IOException {
    for (ArchiveKind kind : ArchiveKind.values()) {
      Path folder = new Content(kind, "").in(root);
      for (Path unpacked : FileTrees.children(folder)) {
        if (!users.containsKey(new Content(kind, unpacked.getFileName().toString()))) {
          PrivateFiles.delete(unpacked);
        }
      }
    }
  }
}
