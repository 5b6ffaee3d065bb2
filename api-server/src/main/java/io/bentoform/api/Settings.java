package io.bentoform.api;

import io.bentoform.api.bento.ArchiveLimits;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Address;
import io.bentoform.api.engine.local.EndpointPorts;
import io.bentoform.api.engine.local.log.LogLimits;
import io.bentoform.api.engine.local.sandbox.Isolation;
import io.bentoform.api.gateway.GatewaySettings.HostNames;
import io.bentoform.api.secret.SecretLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
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
 * @param database an external database; empty for the embedded one
 * @param rootKey the root key itself; empty for the one in the root key file
 * @param archiveLimits of bentos and models that are pushed
 * @param logLimits of each build and replica
 * @param engine what runs deployments
 * @param gpus how many GPUs replicas may use; empty for all that the machine has
 * @param isolation how what runs is kept apart
 * @param endpointPorts the ports of deployments
 * @param endpointNames the host names of deployments; empty for ports
 * @param readinessTimeout how long a replica may take to become ready
 * @param engineCache downloaded packages, which several servers may share
 * @param home where the build put the server's files
 */
public record Settings(
    String host,
    String publicHost,
    int port,
    Path data,
    Optional<Address> database,
    int databasePoolSize,
    Optional<Hidden> rootKey,
    Path rootKeyFile,
    SecretLimits secretLimits,
    ArchiveLimits archiveLimits,
    Retention retention,
    LogLimits logLimits,
    EngineKind engine,
    OptionalInt gpus,
    Isolation isolation,
    EndpointPorts endpointPorts,
    Optional<HostNames> endpointNames,
    String python,
    Duration readinessTimeout,
    Path engineCache,
    Path home) {

  /**
   * A setting as the help shows it. Secrets are not read from the command line, which other users
   * can see.
   */
  private record Option(String name, String absent, boolean onCommandLine, String text) {}

  /** What runs deployments. */
  public enum EngineKind {
    LOCAL,
    NONE
  }

  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
  private static final Pattern DOMAIN =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*");
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]", "");

  private static final List<Option> OPTIONS =
      List.of(
          new Option("host", "127.0.0.1", true, "address to listen on"),
          new Option(
              "public-host",
              "",
              true,
              "host in the addresses that clients get [the host, or this machine's name when it is"
                  + " a wildcard]"),
          new Option("port", "3000", true, "port to listen on, 0 to 65535; 0 takes a free one"),
          new Option("data", "~/.bentoform", true, "folder of all persistent files"),
          new Option("config", "", true, "file with settings, one name = value per line"),
          new Option(
              "database-url", "", true, "external MariaDB, jdbc:mariadb://HOST:PORT/DATABASE"),
          new Option("database-user", "bentoform", true, "account in the external MariaDB"),
          new Option("database-password", "", false, "its password"),
          new Option("database-pool-size", "32", true, "connections, 2 to 500"),
          new Option("root-key", "", false, "root key, 32 bytes in Base64, instead of the file"),
          new Option("root-key-file", "DATA/root.key", true, "file of the root key"),
          new Option("secret-value-bytes", "65536", true, "longest value, 1 to 1048576 bytes"),
          new Option("secret-keys", "256", true, "most keys of a secret, 1 to 10000"),
          new Option("secret-bytes", "1048576", true, "largest secret, 1 to 4194304 bytes"),
          new Option("archive-bytes", "17179869184", true, "largest archive of a bento or a model"),
          new Option(
              "transfer-timeout",
              "60",
              true,
              "seconds until a stalled archive transfer fails, 1 to 3600"),
          new Option(
              "trash-days",
              "7",
              true,
              "days that unreferenced files stay in DATA/trash, 0 to 3650"),
          new Option("audit-days", "400", true, "days that audit records are kept, 1 to 36500"),
          new Option(
              "revisions", "50", true, "revisions kept of each deployment and secret, 1 to 100000"),
          new Option(
              "environment-days",
              "365",
              true,
              "days that a Python environment is kept after its last use, 1 to 3650"),
          new Option(
              "package-days",
              "365",
              true,
              "days that a downloaded Python package is kept after its last use, 1 to 3650"),
          new Option(
              "log-days",
              "365",
              true,
              "days that the log of a build or replica is kept after it ended, 1 to 3650"),
          new Option(
              "log-bytes",
              Long.toString(LogLimits.DEFAULT.bytes()),
              true,
              "size at which such a log is rotated, 65536 to 1073741824"),
          new Option(
              "log-files",
              Integer.toString(LogLimits.DEFAULT.files()),
              true,
              "files kept of such a log, 2 to 100"),
          new Option(
              "engine",
              "local",
              true,
              "what runs deployments: local (processes of this machine), or none"),
          new Option("gpus", "auto", true, "GPUs that replicas may use: auto for all, or how many"),
          new Option(
              "isolation",
              "auto",
              true,
              "what keeps apart what runs: bubblewrap, none, or auto (bubblewrap where it works;"
                  + " without it only as a user other than root)"),
          new Option("endpoint-ports", "20000-31999", true, "ports of deployments, FIRST-LAST"),
          new Option(
              "endpoint-domain",
              "",
              true,
              "domain of which each deployment gets a host name, NAME.DOMAIN, instead of a port"),
          new Option("endpoint-port", "8080", true, "port of all these host names, 1 to 65535"),
          new Option("python", "python3", true, "Python 3.9 or later that runs bentos"),
          new Option("engine-cache", "DATA/cache", true, "folder of downloaded Python packages"),
          new Option(
              "readiness-timeout", "180", true, "seconds until a replica is ready, 1 to 3600"));

  /** What {@code --help} prints. */
  public static String help() {
    StringBuilder help = new StringBuilder("Usage: api-server/run [--SETTING VALUE ...]\n\n");
    for (Option option : OPTIONS) {
      String name = option.onCommandLine() ? "--" + option.name() : variable(option.name());
      String absent = option.absent().isEmpty() ? "" : " [" + option.absent() + "]";
      help.append("  %-26s %s%s%n".formatted(name, option.text(), absent));
    }
    return help
        + "\nEach setting may also be an environment variable (BENTOFORM_PORT) or a line of the\n"
        + "configuration file (port = 3000). The command line wins, then the environment.\n";
  }

  /**
   * Reads the settings.
   *
   * @throws SettingsException with all errors
   */
  public static Settings parse(List<String> arguments, Map<String, String> environment) {
    List<String> errors = new ArrayList<>();
    Properties values = new Properties();
    Properties commandLine = commandLine(arguments, errors);
    file(commandLine, environment, errors).forEach(values::put);
    for (Option option : OPTIONS) {
      String fromEnvironment = environment.get(variable(option.name()));
      if (fromEnvironment != null && !fromEnvironment.isEmpty()) {
        values.setProperty(option.name(), fromEnvironment);
      }
    }
    commandLine.forEach(values::put);
    Settings settings = new Reader(values, errors).settings();
    if (!errors.isEmpty()) {
      throw new SettingsException(errors);
    }
    return settings;
  }

  private static String variable(String name) {
    return "BENTOFORM_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static Properties commandLine(List<String> arguments, List<String> errors) {
    Properties values = new Properties();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        // It may be a secret that was given in the wrong place, so it is not quoted.
        errors.add("Argument " + (i + 1) + " is not an option; options begin with --");
        continue;
      }
      int equals = argument.indexOf('=');
      String name = argument.substring(2, equals < 0 ? argument.length() : equals);
      boolean hasValue = equals >= 0 || i + 1 < arguments.size();
      String value =
          equals >= 0 ? argument.substring(equals + 1) : hasValue ? arguments.get(++i) : "";
      Optional<Option> option = OPTIONS.stream().filter(o -> o.name().equals(name)).findFirst();
      if (option.isEmpty()) {
        errors.add("Unknown option --" + name);
      } else if (!option.get().onCommandLine()) {
        errors.add(
            "--" + name + " would be visible to other users: set " + variable(name) + " instead");
      } else if (!hasValue) {
        errors.add("Option --" + name + " needs a value");
      } else {
        values.setProperty(name, value);
      }
    }
    return values;
  }

  private static Properties file(
      Properties commandLine, Map<String, String> environment, List<String> errors) {
    Properties values = new Properties();
    String name =
        commandLine.getProperty("config", environment.getOrDefault(variable("config"), ""));
    if (name.isEmpty()) {
      return values;
    }
    try (BufferedReader reader = Files.newBufferedReader(Path.of(name))) {
      values.load(reader);
      for (Object key : values.keySet()) {
        if (OPTIONS.stream().noneMatch(option -> option.name().equals(key))) {
          errors.add("Unknown option " + key + " (in the file " + name + ")");
        }
      }
    } catch (IOException e) {
      errors.add("The configuration file " + name + " cannot be read");
    }
    return values;
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
      return new Settings(
          text("host"),
          publicHost(),
          number("port", 0, 65535),
          data,
          database,
          number("database-pool-size", 2, 500),
          Optional.of(text("root-key")).filter(key -> !key.isEmpty()).map(Hidden::of),
          path("root-key-file", inData("root-key-file", data)),
          new SecretLimits(
              number("secret-value-bytes", 1, 1 << 20),
              number("secret-keys", 1, 10_000),
              number("secret-bytes", 1, 4 << 20)),
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
          gpus(),
          isolation(),
          endpointPorts(),
          endpointNames(),
          text("python"),
          Duration.ofSeconds(number("readiness-timeout", 1, 3600)),
          path("engine-cache", inData("engine-cache", data)),
          Path.of(System.getProperty("bentoform.home", "api-server/target/server")));
    }

    private EngineKind engine() {
      String kind = text("engine");
      return switch (kind) {
        case "local" -> EngineKind.LOCAL;
        case "none" -> EngineKind.NONE;
        default -> {
          errors.add("engine must be local or none");
          yield EngineKind.LOCAL;
        }
      };
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

    private Optional<HostNames> endpointNames() {
      String domain = text("endpoint-domain");
      if (domain.isEmpty()) {
        return Optional.empty();
      }
      if (!DOMAIN.matcher(domain).matches()) {
        errors.add("endpoint-domain must be a domain name, like models.example.org");
      }
      return Optional.of(new HostNames(number("endpoint-port", 1, 65535), domain));
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

    private String text(String name) {
      return values.getProperty(name, absent(name)).strip();
    }

    private static String absent(String name) {
      return OPTIONS.stream()
          .filter(option -> option.name().equals(name))
          .map(Option::absent)
          .findFirst()
          .orElseThrow();
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
