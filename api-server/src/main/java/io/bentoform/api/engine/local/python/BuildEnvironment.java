package io.bentoform.api.engine.local.python;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.EnvironmentVariable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The environment of build processes: what the server was told about package indexes, proxies and
 * certificates, then the build-stage secrets, and nothing else of the server's environment.
 */
final class BuildEnvironment {
  private static final Set<String> NAMES =
      Set.of(
          "PATH",
          "HOME",
          "LANG",
          "TMPDIR",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "ALL_PROXY",
          "NO_PROXY",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "REQUESTS_CA_BUNDLE",
          "CURL_CA_BUNDLE",
          "NETRC",
          "PYENV_ROOT",
          "PYENV_VERSION");
  private static final List<String> PREFIXES = List.of("PIP_", "UV_");

  /** The password, or the token, in an address of an index or a proxy. */
  private static final Pattern CREDENTIAL = Pattern.compile("://(?:[^:/@\\s]*:)?([^/@\\s]+)@");

  private BuildEnvironment() {}

  static Map<String, String> of(
      Map<String, String> server, Path packageCache, List<EnvironmentVariable> secrets) {
    Map<String, String> environment = ofServer(server);
    environment.put("UV_CACHE_DIR", packageCache.toString());
    environment.put("UV_NO_PROGRESS", "1");
    // Replicas cannot write into their environment, and would compile its packages at each start.
    environment.putIfAbsent("UV_COMPILE_BYTECODE", "1");
    secrets.forEach(secret -> environment.put(secret.name(), secret.value().reveal()));
    return environment;
  }

  private static Map<String, String> ofServer(Map<String, String> server) {
    Map<String, String> environment = new HashMap<>();
    server.forEach(
        (name, value) -> {
          // Proxy variables are customary in both cases.
          if (NAMES.contains(name.toUpperCase(Locale.ROOT))
              || PREFIXES.stream().anyMatch(name::startsWith)) {
            environment.put(name, value);
          }
        });
    return environment;
  }

  /** What a build sees of the server that must not be read in its log. */
  static List<Hidden> credentials(Map<String, String> server) {
    List<Hidden> credentials = new ArrayList<>();
    ofServer(server)
        .forEach(
            (name, value) -> {
              if (name.endsWith("_PASSWORD") || name.endsWith("_TOKEN")) {
                credentials.add(Hidden.of(value));
              }
              CREDENTIAL
                  .matcher(value)
                  .results()
                  .forEach(found -> credentials.add(Hidden.of(found.group(1))));
            });
    return credentials;
  }
}
