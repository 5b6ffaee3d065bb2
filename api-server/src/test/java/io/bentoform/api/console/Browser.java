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

/** Debian's Chromium, started once for all tests of pages and once for what runs beside them. */
public final class Browser {
  /** Milliseconds: the machine may be busy with other tests. */
  private static final double PATIENCE = 30_000;

  private static final List<String> NAMES = List.of("chromium", "chromium-browser");

  private Browser() {}

  private static final class OfPages {
    static final com.microsoft.playwright.Browser INSTANCE = start();
  }

  private static final class Beside {
    static final com.microsoft.playwright.Browser INSTANCE = start();
  }

  private static com.microsoft.playwright.Browser start() {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(program())
                .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
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

  /** A window with no cookie, for a test of pages: those run one at a time. */
  static BrowserContext open(String url) {
    return open(OfPages.INSTANCE, url);
  }

  /** A window with no cookie, for a test that runs beside those of pages. */
  public static BrowserContext openBeside(String url) {
    return open(Beside.INSTANCE, url);
  }

  private static BrowserContext open(com.microsoft.playwright.Browser browser, String url) {
    return browser.newContext(
        new com.microsoft.playwright.Browser.NewContextOptions().setBaseURL(url));
  }
}
