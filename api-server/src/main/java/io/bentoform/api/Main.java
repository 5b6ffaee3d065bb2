package io.bentoform.api;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.crypto.UnsealException;
import io.bentoform.api.db.DatabaseUnavailableException;
import io.helidon.logging.common.LogConfig;
import java.util.List;

/** Starts the control API and says when it is ready. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    if (List.of(arguments).contains("--help")) {
      System.out.print(Settings.help());
      return;
    }
    LogConfig.configureRuntime();
    try {
      ApiServer server = ApiServer.start(Settings.parse(List.of(arguments), System.getenv()));
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
      server.newToken().ifPresent(Main::show);
      System.out.println(
          "Bentoform is ready at "
              + server.url()
              + ", administrator token in "
              + server.tokenFile());
    } catch (SettingsException
        | DatabaseUnavailableException
        | UnsealException
        | IllegalStateException
        | IllegalArgumentException e) {
      System.err.println("Bentoform cannot start. " + e.getMessage());
      System.exit(1);
    }
  }

  /** The one time that the administrator's token is shown. */
  private static void show(Hidden token) {
    System.out.println("The administrator token, shown this once: " + token.reveal());
  }
}
