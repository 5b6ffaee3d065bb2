package io.bentoform.api.engine.local.content;

import io.bentoform.api.archive.ArchiveException;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.archive.ArchiveSource;
import io.bentoform.api.files.FileTrees;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * Unpacked bentos and models, one folder for each content, shared by all deployments that use it
 * and removed with the last of them.
 */
public final class ContentStore {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Path root;
  private final Map<StoredContent, Set<String>> users = new HashMap<>();
  private final Map<StoredContent, ReentrantLock> unpacking = new ConcurrentHashMap<>();
  private final Set<Path> drafts = ConcurrentHashMap.newKeySet();

  public ContentStore(Path root) {
    this.root = root;
  }

  /** A content by a digest that may begin with {@code sha256:}. */
  public static StoredContent content(ArchiveKind kind, String digest) throws ArchiveException {
    String hex = digest.startsWith("sha256:") ? digest.substring("sha256:".length()) : digest;
    if (!SHA256.matcher(hex).matches()) {
      throw new ArchiveException("has no SHA-256 digest in lower-case hexadecimal");
    }
    return new StoredContent(kind, hex);
  }

  /** Notes, without unpacking, that a deployment uses a content. */
  public synchronized void hold(String uid, StoredContent content) {
    users.computeIfAbsent(content, key -> new HashSet<>()).add(uid);
  }

  /**
   * Unpacks the archive unless its content is there already. Only callers for the same content,
   * which may be gigabytes, wait.
   *
   * @throws IOException with a message for users that begins after "The archive"
   */
  public Path unpack(String uid, ArchiveSource archive, StoredContent content)
      throws IOException, InterruptedException {
    Path unpacked = content.in(root);
    hold(uid, content);
    ReentrantLock turn = unpacking.computeIfAbsent(content, one -> new ReentrantLock());
    turn.lockInterruptibly();
    try {
      if (!Files.isDirectory(unpacked)) {
        unpack(archive, content, unpacked);
      }
      return unpacked;
    } finally {
      turn.unlock();
    }
  }

  private void unpack(ArchiveSource archive, StoredContent content, Path unpacked)
      throws IOException {
    Path draft = unpacked.resolveSibling("unpacking-" + UUID.randomUUID());
    drafts.add(draft);
    try {
      Unpacking.unpack(archive, content.digest(), content.kind(), PrivateFiles.createFolder(draft));
      Files.move(draft, unpacked, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      PrivateFiles.delete(draft);
      drafts.remove(draft);
    }
  }

  /** Removes what this deployment alone used, except the given contents. */
  public synchronized void release(String uid, Set<StoredContent> kept) throws IOException {
    for (Map.Entry<StoredContent, Set<String>> use : users.entrySet()) {
      if (!kept.contains(use.getKey())) {
        use.getValue().remove(uid);
      }
    }
    users.values().removeIf(Set::isEmpty);
    removeUnused();
  }

  /** Removes all unused and all partially unpacked content. */
  public synchronized void removeUnused() throws IOException {
    for (ArchiveKind kind : ArchiveKind.values()) {
      Path folder = new StoredContent(kind, "").in(root);
      for (Path unpacked : FileTrees.children(folder)) {
        StoredContent content = new StoredContent(kind, unpacked.getFileName().toString());
        if (!users.containsKey(content) && !drafts.contains(unpacked)) {
          PrivateFiles.deleteWhole(unpacked);
        }
      }
    }
  }
}
