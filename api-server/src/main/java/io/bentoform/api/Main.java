package io.bentoform.api;

import io.bentoform.api.crypto.Hidden;
import io.helidon.logging.common.LogConfig;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts the control API, or a gateway of a cluster, and says when it is ready. */
public final class Main {
  /** The first argument of a process that is a gateway of a cluster. */
  private static final String GATEWAY = "gateway";

  private Main() {}

  public static void main(String[] arguments) {
    if (List.of(arguments).contains("--help")) {
      System.out.print(Options.help());
      return;
    }
    LogConfig.configureRuntime();
    Closeables parts = new Closeables();
    Runtime.getRuntime().addShutdownHook(new Thread(parts::close, "shutdown"));
    try {
      if (arguments.length > 0 && arguments[0].equals(GATEWAY)) {
        GatewayProcess.run(System.getenv(), parts);
        return;
      }
      ApiServer server =
          ApiServer.start(Settings.parse(List.of(arguments), System.getenv()), parts, Main::fail);
      server.newToken().ifPresent(Main::show);
      server.notices().forEach(notice -> System.out.println(notice.message()));
      server.selfSignedFile().ifPresent(Main::showCertificate);
      System.out.println(
          "Bentoform is ready at "
              + server.url()
              + ", administrator token in "
              + server.tokenFile());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      Logger.getLogger(Main.class.getName()).log(Level.FINE, "The start failed", e);
      System.err.println("Bentoform cannot start. " + e.getMessage());
      System.exit(1);
    }
  }

  private static void fail(String text) {
    System.err.println("Bentoform stops. " + text);
    System.exit(1);
  }

  private static void showCertificate(Path file) {
    System.out.println(
        "The certificate is self-signed; clients trust it with SSL_CERT_FILE=" + file);
  }

  /** Shows the administrator's token, once, to people: what is no terminal may be a log. */
  private static void show(Hidden token) {
    if (Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)) {
      System.out.println("The administrator token, shown this once: " + token.reveal());
    }
  }
}
