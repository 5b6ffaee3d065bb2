package io.bentoform.api.console;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Debian's Chromium, started once for all tests. */
public final class Browser {
  /** Milliseconds: the machine may be busy with other tests. */
  private static final double PATIENCE = 30_000;

  private static final List<String> NAMES = List.of("chromium", "chromium-browser");

  private Browser() {}

  private static final class Shared {
    static final com.microsoft.playwright.Browser INSTANCE = start();

    private static com.microsoft.playwright.Browser start() {
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
      PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
      return playwright
          .chromium()
          .launch(
              new BrowserType.LaunchOptions()
                  .setExecutablePath(program())
                  .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
    }
  }

  /**
   * The program.
   *
   * @throws IllegalStateException with what to install
   */
  private static Path program() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The tests of the console need Chromium on the PATH (Debian: chromium)"));
  }

  /** A browser of its own, with no cookie. */
  public static BrowserContext open(String url) {
    return Shared.INSTANCE.newContext(
        new com.microsoft.playwright.Browser.NewContextOptions().setBaseURL(url));
  }
}
