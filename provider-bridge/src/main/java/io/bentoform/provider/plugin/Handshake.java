package io.bentoform.provider.plugin;

import java.net.InetSocketAddress;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What host and plugin tell each other before they talk: go-plugin's cookie and its one line. */
final class Handshake {

  static final String COOKIE_NAME = "TF_PLUGIN_MAGIC_COOKIE";
  static final String COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

  /** The only major version that is served; a host that cannot speak it says so to the user. */
  static final int PROTOCOL = 6;

  private static final int CORE_PROTOCOL = 1;

  private Handshake() {}

  /** Whether a host started the process, and not a person. */
  static boolean isFromHost(Map<String, String> environment) {
    return COOKIE.equals(environment.get(COOKIE_NAME));
  }

  /** The line for standard output, without its end. */
  static String line(
      InetSocketAddress address, @Nullable TlsIdentity identity, Map<String, String> environment)
      throws CertificateEncodingException {
    String certificate =
        identity == null
            ? ""
            // Go decodes without padding: a padded certificate fails on two lengths of three.
            : Base64.getEncoder()
                .withoutPadding()
                .encodeToString(identity.certificate().getEncoded());
    String line =
        String.join(
            "|",
            Integer.toString(CORE_PROTOCOL),
            Integer.toString(PROTOCOL),
            "tcp",
            address.getAddress().getHostAddress() + ":" + address.getPort(),
            "grpc",
            certificate);
    // Hosts that do not ask for multiplexing mis-split a seventh field.
    boolean asked = !environment.getOrDefault("PLUGIN_MULTIPLEX_GRPC", "").isEmpty();
    return asked ? line + "|false" : line;
  }

  /** The variable that lets a command line use a process that is already running. */
  static String reattach(String providerAddress, InetSocketAddress address, long pid) {
    return "TF_REATTACH_PROVIDERS='{\""
        + providerAddress
        + "\":{\"Protocol\":\"grpc\",\"ProtocolVersion\":"
        + PROTOCOL
        + ",\"Pid\":"
        + pid
        + ",\"Test\":true,\"Addr\":{\"Network\":\"tcp\",\"String\":\""
        + address.getAddress().getHostAddress()
        + ":"
        + address.getPort()
        + "\"}}}'";
  }
}
