package io.bentoform.provider.plugin;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The address of a socket in a folder of its own that this user alone may enter. Whoever attaches
 * to a running provider shows no secret (contract terraform-plugin, section 1.11), so the folder is
 * what keeps other users away, which a port on loopback would not.
 */
record PrivateSocket(Path folder) implements AutoCloseable {

  /** Makes the folder, with mode 0700 where there are modes. */
  static PrivateSocket create() throws IOException {
    return new PrivateSocket(Files.createTempDirectory("terraform-provider-debug-"));
  }

  UnixDomainSocketAddress address() {
    return UnixDomainSocketAddress.of(folder.resolve("provider.sock"));
  }

  /** Removes the socket and the folder. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(address().getPath());
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // An empty folder in the temporary files is all that is left.
    }
  }
}
