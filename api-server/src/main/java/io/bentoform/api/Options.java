package io.bentoform.api;

import io.bentoform.api.engine.endpoint.EndpointPorts;
import io.bentoform.api.engine.local.log.LogLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The settings as text: their names, defaults and help, and where they come from.
 *
 * @param errors receives what is wrong, for users
 */
record Options(List<String> errors) {

  /**
   * A setting as the help shows it. Secrets are not read from the command line, which other users
   * can see.
   */
  private record Option(String name, String absent, boolean onCommandLine, String text) {
    String variable() {
      return "BENTOFORM_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
  }

  private static final List<Option> ALL =
      List.of(
          new Option("host", "127.0.0.1", true, "address to listen on"),
          new Option(
              "public-host",
              "",
              true,
              "host in the addresses that clients get [the host, or this machine's name when it is"
                  + " a wildcard]"),
          new Option("port", "3000", true, "port to listen on, 0 to 65535; 0 takes a free one"),
          new Option(
              "tls-certificate",
              "",
              true,
              "HTTPS with this certificate: PEM file, followed by its chain"),
          new Option("tls-key", "", true, "PEM file of the key of the certificate, not encrypted"),
          new Option(
              "tls",
              "",
              true,
              "self-signed: HTTPS with a certificate that the server makes, in DATA/tls"),
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
          new Option(
              "archive-store",
              "DATA/archives",
              true,
              "folder of archives, which several servers may share, or s3://BUCKET/PREFIX"),
          new Option(
              "archive-transfer",
              "presigned",
              true,
              "how clients move archives of a bucket: presigned (from and to S3 itself), or proxy"
                  + " (through this server, where they do not reach S3)"),
          new Option(
              "archive-s3-endpoint",
              "",
              true,
              "address of another S3 than that of AWS, as of MinIO; also that of clients"),
          new Option(
              "archive-s3-region",
              "",
              true,
              "region of the bucket [that of the AWS SDK, or us-east-1 with an endpoint]"),
          new Option(
              "archive-s3-access-key",
              "",
              false,
              "access key for the bucket [what the AWS SDK finds: variables, a profile, a role]"),
          new Option("archive-s3-secret-key", "", false, "secret key for the bucket"),
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
              "what runs the cluster default: local (processes of this machine), kubernetes (pods"
                  + " beside that of this server), or none"),
          new Option(
              "kubernetes-namespace",
              "",
              true,
              "namespace of these pods [bentoform, or what was set before]"),
          new Option(
              "kubernetes-image",
              "",
              true,
              "image of pods, with Python 3.9 or later and uv or pip"),
          new Option(
              "kubernetes-claim", "", true, "PersistentVolumeClaim that keeps their environments"),
          new Option("kubernetes-server-url", "", true, "address of this server that pods reach"),
          new Option(
              "kubernetes-gateway-image",
              "",
              true,
              "image of this server: the gateway then runs in pods too"),
          new Option(
              "kubernetes-endpoint-domain",
              "",
              true,
              "domain of which each of these deployments gets a host name, NAME.DOMAIN"),
          new Option("gpus", "auto", true, "GPUs that replicas may use: auto for all, or how many"),
          new Option(
              "isolation",
              "auto",
              true,
              "what keeps apart what runs: bubblewrap, none, or auto (bubblewrap where it works;"
                  + " without it only as a user other than root)"),
          new Option(
              "endpoint-ports",
              EndpointPorts.DEFAULT.text(),
              true,
              "ports of deployments, FIRST-LAST"),
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
  static String help() {
    StringBuilder help = new StringBuilder("Usage: api-server/run [--SETTING VALUE ...]\n\n");
    for (Option option : ALL) {
      String name = option.onCommandLine() ? "--" + option.name() : option.variable();
      String absent = option.absent().isEmpty() ? "" : " [" + option.absent() + "]";
      help.append("  %-26s %s%s%n".formatted(name, option.text(), absent));
    }
    return help
        + "\nEach setting may also be an environment variable (BENTOFORM_PORT) or a line of the\n"
        + "configuration file (port = 3000). The command line wins, then the environment.\n";
  }

  /** Reads the configuration file, the environment and the command line; the last one wins. */
  Properties read(List<String> arguments, Map<String, String> environment) {
    Properties values = new Properties();
    Properties commandLine = commandLine(arguments);
    file(commandLine, environment).forEach(values::put);
    for (Option option : ALL) {
      String fromEnvironment = environment.get(option.variable());
      if (fromEnvironment != null && !fromEnvironment.isEmpty()) {
        values.setProperty(option.name(), fromEnvironment);
      }
    }
    commandLine.forEach(values::put);
    return values;
  }

  /** The default of a setting, as text. */
  static String absent(String name) {
    return named(name).absent();
  }

  private static Option named(String name) {
    return ALL.stream().filter(option -> option.name().equals(name)).findFirst().orElseThrow();
  }

  private Properties commandLine(List<String> arguments) {
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
      Optional<Option> option = ALL.stream().filter(o -> o.name().equals(name)).findFirst();
      if (option.isEmpty()) {
        errors.add("Unknown option --" + name);
      } else if (!option.get().onCommandLine()) {
        errors.add(
            "--"
                + name
                + " would be visible to other users: set "
                + option.get().variable()
                + " instead");
      } else if (!hasValue) {
        errors.add("Option --" + name + " needs a value");
      } else {
        values.setProperty(name, value);
      }
    }
    return values;
  }

  private Properties file(Properties commandLine, Map<String, String> environment) {
    Properties values = new Properties();
    String name =
        commandLine.getProperty("config", environment.getOrDefault(named("config").variable(), ""));
    if (name.isEmpty()) {
      return values;
    }
    try (BufferedReader reader = Files.newBufferedReader(Path.of(name))) {
      values.load(reader);
      for (Object key : values.keySet()) {
        if (ALL.stream().noneMatch(option -> option.name().equals(key))) {
          errors.add("Unknown option " + key + " (in the file " + name + ")");
        }
      }
    } catch (IOException e) {
      errors.add("The configuration file " + name + " cannot be read");
    }
    return values;
  }
}
