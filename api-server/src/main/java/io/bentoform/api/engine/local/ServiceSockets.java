package io.bentoform.api.engine.local;

import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Where the gateway listens for calls between the services of a deployment, and for those of this
 * server to its entry service. The paths are short, for a UNIX socket has at most 107 bytes, and
 * the same after a restart of the engine. Each socket has a folder of its own, which a sandbox
 * shows to those who may call it: the file itself is another one after a restart.
 */
record ServiceSockets(Path folder) {
  private static final int DIGITS = 16;
  private static final String SOCKET = "s";

  /** The socket of a service; its folder is there afterwards. */
  Path of(String deploymentUid, ServiceId service) {
    return folderOf(deploymentUid, service).resolve(SOCKET);
  }

  /** The folder of nothing but that socket. */
  Path folderOf(String deploymentUid, ServiceId service) {
    try {
      return PrivateFiles.createFolder(path(deploymentUid, service));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes that folder. */
  void remove(String deploymentUid, ServiceId service) throws IOException {
    PrivateFiles.delete(path(deploymentUid, service));
  }

  private Path path(String deploymentUid, ServiceId service) {
    String identity = deploymentUid + "/" + service.text();
    return folder.resolve(
        DigestUtils.sha256Hex(identity.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS));
  }
}
