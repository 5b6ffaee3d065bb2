package io.bentoform.provider.plugin;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** go-plugin's handshake: the magic cookie and the line on standard output. */
final class Handshake {

  static final String COOKIE_NAME = "TF_PLUGIN_MAGIC_COOKIE";
  static final String COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

  /** The only protocol version served; a host that does not support it reports that to the user. */
  static final int PROTOCOL = 6;

  private static final int CORE_PROTOCOL = 1;

  private Handshake() {}

  /** Whether the process was started by a host, not by a user. */
  static boolean isFromHost(Map<String, String> environment) {
    return COOKIE.equals(environment.get(COOKIE_NAME));
  }

  /** The handshake line for standard output, without the line terminator. */
  static String line(
      SocketAddress address, @Nullable TlsIdentity identity, Map<String, String> environment)
      throws CertificateEncodingException {
    String certificate =
        identity == null
            ? ""
            // go-plugin decodes unpadded Base64: padding would make most certificates fail.
            : Base64.getEncoder()
                .withoutPadding()
                .encodeToString(identity.certificate().getEncoded());
    String line =
        String.join(
            "|",
            Integer.toString(CORE_PROTOCOL),
            Integer.toString(PROTOCOL),
            network(address),
            text(address),
            "grpc",
            certificate);
    // Hosts without multiplexing support fail to parse a seventh field.
    boolean asked = !environment.getOrDefault("PLUGIN_MULTIPLEX_GRPC", "").isEmpty();
    return asked ? line + "|false" : line;
  }

  /** The environment variable that makes Terraform attach to a running process. */
  static String reattach(String providerAddress, SocketAddress address, long pid) {
    return "TF_REATTACH_PROVIDERS='{\""
        + providerAddress
        + "\":{\"Protocol\":\"grpc\",\"ProtocolVersion\":"
        + PROTOCOL
        + ",\"Pid\":"
        + pid
        + ",\"Test\":true,\"Addr\":{\"Network\":\""
        + network(address)
        + "\",\"String\":\""
        + text(address).replace("\\", "\\\\").replace("\"", "\\\"")
        + "\"}}}'";
  }

  private static String network(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress ? "unix" : "tcp";
  }

  private static String text(SocketAddress address) {
    return switch (address) {
      case UnixDomainSocketAddress socket -> socket.getPath().toString();
      case InetSocketAddress port -> port.getAddress().getHostAddress() + ":" + port.getPort();
      default -> throw new IllegalArgumentException("no host connects to " + address);
    };
  }
}
