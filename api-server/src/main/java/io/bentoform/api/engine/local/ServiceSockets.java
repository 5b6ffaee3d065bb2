package io.bentoform.api.engine.local;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Where the gateway listens for calls between the services of a deployment. The paths are short,
 * for a UNIX socket has at most 107 bytes, and the same after a restart of the engine.
 */
record ServiceSockets(Path folder) {
  private static final int DIGITS = 16;

  Path of(String deploymentUid, ServiceId service) {
    String identity = deploymentUid + "/" + service.text();
    return folder.resolve(
        DigestUtils.sha256Hex(identity.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS));
  }
}
