package io.bentoform.api.engine.local;

import io.bentoform.api.engine.SecretFile;
import io.bentoform.api.engine.local.content.PlacedModel;
import io.bentoform.api.files.FileTrees;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The private folders of replicas. Each process has a {@code $BENTOML_HOME} of its own (BentoML
 * wipes its metrics folder at start, so two processes cannot share one), in memory where the
 * machine has a memory file system: files with secrets then never reach a disk. Its folder for
 * temporary files, which may grow large, is on disk, and its path is short: it holds UNIX sockets,
 * whose paths have at most 107 bytes.
 */
final class ReplicaHomes {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final String WIPED = "prometheus_multiproc_dir";
  private static final String MODELS = "models";
  private static final String LATEST = "latest";
  private static final String CALLS = "calls";
  private static final String SOCKETS = "sockets";
  private static final String SOCKET = "http.sock";

  private final Path folder;
  private final Path temporary;

  private ReplicaHomes(Path folder, Path temporary) {
    this.folder = folder;
    this.temporary = temporary;
  }

  /**
   * The homes of an engine.
   *
   * @throws IOException with a message for users when another user owns such a folder
   */
  static ReplicaHomes of(Path root, String engineId) throws IOException {
    return new ReplicaHomes(
        PrivateFiles.requireOwnFolder(folder(root, engineId)),
        PrivateFiles.requireOwnFolder(temporaryFolder(engineId)));
  }

  /** Where the temporary files of an engine are. */
  static Path temporaryFolder(String engineId) {
    return Path.of(System.getProperty("java.io.tmpdir"), "bf-" + engineId);
  }

  /** Where the homes of an engine are. */
  static Path folder(Path root, String engineId) {
    boolean inMemory = Files.isDirectory(MEMORY) && Files.isWritable(MEMORY);
    return inMemory ? MEMORY.resolve("bentoform-" + engineId) : root.resolve("homes");
  }

  Path folder() {
    return folder;
  }

  /** Where the gateway listens for calls between services. */
  ServiceSockets serviceSockets() throws IOException {
    return new ServiceSockets(PrivateFiles.createFolder(temporary.resolve(CALLS)));
  }

  /** The UNIX socket that a replica makes. */
  Path socket(String replicaId) {
    return temporary(replicaId).resolve(SOCKET);
  }

  /** Where the gateway finds that socket: in a folder that no replica can write into. */
  Path address(String replicaId) {
    return temporary.resolve(SOCKETS).resolve(brief(replicaId));
  }

  /**
   * Makes the address lead to the socket, for good: what the replica puts in the place of its
   * socket later, such as a link to a socket of the server, is never connected to.
   *
   * @return false while there is no socket
   */
  boolean publish(String replicaId) throws IOException {
    Path address = address(replicaId);
    if (isSocket(address)) {
      return true;
    }
    Path socket = socket(replicaId);
    if (!isSocket(socket)) {
      return false;
    }
    PrivateFiles.createFolder(temporary.resolve(SOCKETS));
    Files.createLink(address, socket);
    if (isSocket(address)) {
      return true;
    }
    Files.delete(address);
    return false;
  }

  /** Java has no word for a socket; the kinds that it has a word for are none. */
  private static boolean isSocket(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Where a replica keeps temporary files. */
  Path temporary(String replicaId) {
    return temporary.resolve(brief(replicaId));
  }

  private static String brief(String replicaId) {
    return replicaId.substring(0, Math.min(8, replicaId.length()));
  }

  /**
   * Creates the home of a replica with its read-only files, its model store, where each model is a
   * link to a shared folder, and its folder for temporary files.
   *
   * @throws IOException with a message for users, without a value, when a file cannot be created
   */
  Path create(String replicaId, List<SecretFile> files, List<PlacedModel> models)
      throws IOException {
    PrivateFiles.createFolder(temporary(replicaId));
    Path home = PrivateFiles.createFolder(folder.resolve(replicaId));
    for (SecretFile file : files) {
      Path target = home.resolve(file.path()).normalize();
      if (!target.startsWith(home)
          || target.equals(home)
          || target.startsWith(home.resolve(WIPED))) {
        throw new IOException("the file " + file.path() + " cannot be created under $BENTOML_HOME");
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
      throw new IOException("a file under $BENTOML_HOME/models conflicts with a model", e);
    }
  }

  private static void write(Path target, SecretFile file) throws IOException {
    try {
      Path parent = target.getParent();
      if (parent != null) {
        PrivateFiles.createFolder(parent);
      }
      // Created empty and private first: the content is never readable by others.
      Files.createFile(
          target,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(target, file.content().reveal().getBytes(StandardCharsets.UTF_8));
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r--------"));
    } catch (FileAlreadyExistsException e) {
      throw new IOException("the file " + file.path() + " is duplicated, or is also a folder");
    }
  }

  void remove(String replicaId) throws IOException {
    PrivateFiles.delete(folder.resolve(replicaId));
    PrivateFiles.delete(temporary(replicaId));
    PrivateFiles.delete(address(replicaId));
  }

  /** Removes the folders of all other replicas. */
  void retainOnly(Set<String> replicaIds) throws IOException {
    Set<Path> kept = new HashSet<>(Set.of(temporary.resolve(CALLS), temporary.resolve(SOCKETS)));
    for (String id : replicaIds) {
      kept.addAll(List.of(folder.resolve(id), temporary(id), address(id)));
    }
    for (Path root : List.of(folder, temporary, temporary.resolve(SOCKETS))) {
      for (Path left : FileTrees.children(root)) {
        if (!kept.contains(left)) {
          PrivateFiles.delete(left);
        }
      }
    }
  }

  void removeAll() throws IOException {
    PrivateFiles.delete(folder);
    PrivateFiles.delete(temporary);
  }
}
