package io.bentoform.api;

import io.bentoform.api.bento.ArchiveLimits;
import io.bentoform.api.bento.store.StoreChoice;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Address;
import io.bentoform.api.engine.endpoint.EndpointPorts;
import io.bentoform.api.engine.local.log.LogLimits;
import io.bentoform.api.engine.local.sandbox.Isolation;
import io.bentoform.api.gateway.GatewaySettings.HostNames;
import io.bentoform.api.http.Names;
import io.bentoform.api.secret.SecretLimits;
import io.bentoform.api.tls.TlsChoice;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every setting of the server. Each comes from the command line ({@code --port 3000}), else from
 * the environment ({@code BENTOFORM_PORT}), else from the configuration file ({@code port = 3000}),
 * else it has its default.
 *
 * @param publicHost the host in the addresses that clients get
 * @param tls whether it speaks HTTPS, and with which certificate
 * @param database an external database; empty for the embedded one
 * @param rootKey the root key itself; empty for the one in the root key file
 * @param archiveStore where those of bentos and models are
 * @param archiveLimits of bentos and models that are pushed
 * @param logLimits of each build and replica
 * @param engine what runs the deployments of clusters without an engine of their own, and whether
 *     the default cluster is one of those
 * @param kubernetes of the default cluster on Kubernetes
 * @param gpus how many GPUs replicas may use; empty for all that the machine has
 * @param isolation how what runs is kept apart
 * @param endpointPorts the ports of deployments
 * @param endpointNames the host names of deployments; empty for ports
 * @param endpointPort of host names, also of clusters whose engine has a domain of its own
 * @param readinessTimeout how long a replica may take to become ready
 * @param engineCache downloaded packages, which several servers may share
 * @param home where the build put the server's files
 */
public record Settings(
    String host,
    String publicHost,
    int port,
    TlsChoice tls,
    Path data,
    Optional<Address> database,
    int databasePoolSize,
    Optional<Hidden> rootKey,
    Path rootKeyFile,
    SecretLimits secretLimits,
    StoreChoice archiveStore,
    ArchiveLimits archiveLimits,
    Retention retention,
    LogLimits logLimits,
    EngineKind engine,
    Kubernetes kubernetes,
    OptionalInt gpus,
    Isolation isolation,
    EndpointPorts endpointPorts,
    Optional<HostNames> endpointNames,
    int endpointPort,
    String python,
    Duration readinessTimeout,
    Path engineCache,
    Path home) {

  /** What runs deployments. */
  public enum EngineKind {
    LOCAL,
    KUBERNETES,
    NONE;

    /** The word in the setting. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is set of the default cluster where it runs on Kubernetes; what is empty is kept.
   *
   * @param image also the default of other clusters
   * @param gatewayImage has the gateway run in pods
   * @param endpointDomain of such a gateway
   */
  public record Kubernetes(
      Optional<String> namespace,
      Optional<String> image,
      Optional<String> claim,
      Optional<String> serverUrl,
      Optional<String> gatewayImage,
      Optional<String> endpointDomain) {}

  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]", "");

  /**
   * Reads the settings.
   *
   * @throws SettingsException with all errors
   */
  public static Settings parse(List<String> arguments, Map<String, String> environment) {
    List<String> errors = new ArrayList<>();
    Properties values = new Options(errors).read(arguments, environment);
    Settings settings = new Reader(values, errors).settings();
    if (!errors.isEmpty()) {
      throw new SettingsException(errors);
    }
    return settings;
  }

  /** Parses settings and collects errors. */
  private record Reader(Properties values, List<String> errors) {

    Settings settings() {
      Path data = path("data", text("data"));
      String url = text("database-url");
      if (!url.isEmpty() && !url.startsWith("jdbc:mariadb://")) {
        errors.add("database-url must begin with jdbc:mariadb://");
      } else if (url.contains("@") || url.toLowerCase(Locale.ROOT).contains("password=")) {
        errors.add("database-url must not contain a password: set BENTOFORM_DATABASE_PASSWORD");
      }
      Optional<Address> database =
          url.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new Address(
                      url, text("database-user"), Hidden.of(text("database-password")), false));
      int endpointPort = number("endpoint-port", 1, 65535);
      return new Settings(
          text("host"),
          publicHost(),
          number("port", 0, 65535),
          tls(),
          data,
          database,
          number("database-pool-size", 2, 500),
          Optional.of(text("root-key")).filter(key -> !key.isEmpty()).map(Hidden::of),
          path("root-key-file", inData("root-key-file", data)),
          new SecretLimits(
              number("secret-value-bytes", 1, 1 << 20),
              number("secret-keys", 1, 10_000),
              number("secret-bytes", 1, 4 << 20)),
          new StoreSettings(this::text, errors).choice(data),
          new ArchiveLimits(
              number("archive-bytes", 1L << 10, 1L << 50),
              Duration.ofSeconds(number("transfer-timeout", 1, 3600))),
          new Retention(
              Duration.ofDays(number("trash-days", 0, 3650)),
              Duration.ofDays(number("audit-days", 1, 36500)),
              number("revisions", 1, 100_000),
              Duration.ofDays(number("environment-days", 1, 3650)),
              Duration.ofDays(number("log-days", 1, 3650)),
              Duration.ofDays(number("package-days", 1, 3650))),
          new LogLimits(number("log-bytes", 1 << 16, 1 << 30), number("log-files", 2, 100)),
          engine(),
          kubernetes(),
          gpus(),
          isolation(),
          endpointPorts(),
          endpointNames(endpointPort),
          endpointPort,
          text("python"),
          Duration.ofSeconds(number("readiness-timeout", 1, 3600)),
          path("engine-cache", inData("engine-cache", data)),
          Path.of(System.getProperty("bentoform.home", "api-server/target/server")));
    }

    private TlsChoice tls() {
      String certificate = text("tls-certificate");
      String key = text("tls-key");
      String kind = text("tls");
      if (!kind.isEmpty() && !kind.equals("self-signed")) {
        errors.add("tls must be self-signed; for a certificate of yours, set tls-certificate");
      }
      if (certificate.isEmpty() && key.isEmpty()) {
        return kind.isEmpty() ? new TlsChoice.None() : new TlsChoice.SelfSigned();
      }
      if (certificate.isEmpty() || key.isEmpty()) {
        errors.add("tls-certificate and tls-key must be set together");
        return new TlsChoice.None();
      }
      if (!kind.isEmpty()) {
        errors.add("tls self-signed and tls-certificate exclude each other");
      }
      return new TlsChoice.Files(path("tls-certificate", certificate), path("tls-key", key));
    }

    private EngineKind engine() {
      String kind = text("engine");
      return switch (kind) {
        case "local" -> EngineKind.LOCAL;
        case "kubernetes" -> EngineKind.KUBERNETES;
        case "none" -> EngineKind.NONE;
        default -> {
          errors.add("engine must be local, kubernetes or none");
          yield EngineKind.LOCAL;
        }
      };
    }

    private Kubernetes kubernetes() {
      return new Kubernetes(
          optional("kubernetes-namespace"),
          optional("kubernetes-image"),
          optional("kubernetes-claim"),
          optional("kubernetes-server-url"),
          optional("kubernetes-gateway-image"),
          optional("kubernetes-endpoint-domain"));
    }

    private OptionalInt gpus() {
      return text("gpus").equals("auto")
          ? OptionalInt.empty()
          : OptionalInt.of(number("gpus", 0, 64));
    }

    private Isolation isolation() {
      try {
        return Isolation.valueOf(text("isolation").toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        errors.add("isolation must be auto, bubblewrap or none");
        return Isolation.AUTO;
      }
    }

    private Optional<HostNames> endpointNames(int port) {
      String domain = text("endpoint-domain");
      if (domain.isEmpty()) {
        return Optional.empty();
      }
      if (!Names.isDomain(domain)) {
        errors.add("endpoint-domain must be a domain name, like models.example.org");
      }
      return Optional.of(new HostNames(port, domain));
    }

    private EndpointPorts endpointPorts() {
      Matcher range = PORTS.matcher(text("endpoint-ports"));
      if (range.matches()) {
        try {
          return new EndpointPorts(
              Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
        } catch (IllegalArgumentException e) {
          // Reported below.
        }
      }
      errors.add("endpoint-ports must be FIRST-LAST, two ports from 1 to 65535");
      return EndpointPorts.DEFAULT;
    }

    /** Nobody can connect to a wildcard address. */
    private String publicHost() {
      String set = text("public-host");
      if (!set.isEmpty()) {
        return set;
      }
      boolean wildcard = WILDCARDS.contains(text("host"));
      return wildcard ? machine() : text("host");
    }

    private static String machine() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "localhost";
      }
    }

    private String inData(String name, Path data) {
      return text(name).replaceFirst("^DATA/", Matcher.quoteReplacement(data + "/"));
    }

    private Optional<String> optional(String name) {
      return Optional.of(text(name)).filter(value -> !value.isEmpty());
    }

    private String text(String name) {
      return values.getProperty(name, Options.absent(name)).strip();
    }

    private int number(String name, int least, int most) {
      return (int) number(name, (long) least, (long) most);
    }

    private long number(String name, long least, long most) {
      try {
        long number = Long.parseLong(text(name));
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Reported below.
      }
      errors.add(name + " must be a whole number from " + least + " to " + most);
      return least;
    }

    private Path path(String name, String text) {
      if (text.isBlank()) {
        errors.add(name + " must not be empty");
      }
      return text.startsWith("~/")
          ? Path.of(System.getProperty("user.home"), text.substring(2))
          : Path.of(text).toAbsolutePath();
    }
  }
}
