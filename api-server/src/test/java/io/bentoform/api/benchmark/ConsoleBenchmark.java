package io.bentoform.api.benchmark;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Page;
import io.bentoform.api.TestServer;
import io.bentoform.api.console.Browser;

/**
 * Measures the list of secrets in a browser at a server that has many: {@code api-server/benchmark
 * console}. Server, database and browser share the processor.
 */
public final class ConsoleBenchmark {
  private static final int TIMES = 11;
  private static final double PATIENCE = 60_000;
  private static final String ROWS =
      "count => document.querySelectorAll('bf-list tbody tr').length";

  /** Notes when the first row of a list is painted, and each time that the page is blocked. */
  private static final String WATCH =
      """
      window.longest = {task: 0, event: 0};
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        longest.task = Math.max(longest.task, entry.duration);
      })).observe({type: "longtask"});
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        longest.event = Math.max(longest.event, entry.duration);
      })).observe({type: "event", durationThreshold: 16});
      window.painted = new Promise((done) => {
        new MutationObserver((changes, observer) => {
          if (!document.querySelector("bf-list tbody tr")) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => done(performance.now())));
        }).observe(document, {childList: true, subtree: true});
      });
      """;

  private ConsoleBenchmark() {}

  /** Arguments: how many secrets. */
  public static void main(String[] arguments) {
    ManySecrets.measure(arguments, ConsoleBenchmark::run);
  }

  private static void run(int count) throws InterruptedException {
    TestServer server = TestServer.shared();
    ManySecrets.write(server, count);
    try (BrowserContext browser = Browser.openBeside(server.url())) {
      Page page = browser.newPage();
      signIn(page, server.token());
      page.addInitScript(WATCH);
      System.out.printf("%,d secrets; milliseconds%n", count);
      print("first rows painted, the shell cached, median of " + TIMES, firstRows(page));
      printBlocks("typing in the search", page, () -> type(page, count));
      printBlocks("scrolling to the last secret", page, () -> scroll(page));
      printBlocks("typing with all of them in the page", page, () -> type(page, count));
    }
  }

  private static void signIn(Page page, String token) {
    page.navigate("/sign-in");
    page.getByLabel("API token").fill(token);
    page.keyboard().press("Enter");
    page.getByText("Overview").first().waitFor();
    page.waitForURL("**/");
  }

  private static double firstRows(Page page) {
    open(page);
    double[] times = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      times[i] = open(page);
    }
    return Median.of(times);
  }

  /** Opens the list by its address; milliseconds until its first rows are painted. */
  private static double open(Page page) {
    page.navigate("/secrets");
    return number(page, "painted");
  }

  private static double number(Page page, String expression) {
    return ((Number) page.evaluate(expression)).doubleValue();
  }

  private static void printBlocks(String what, Page page, Runnable action) {
    page.evaluate("longest = {task: 0, event: 0}");
    action.run();
    // Entries come a moment after what they tell of.
    page.evaluate("new Promise((done) => requestIdleCallback(() => setTimeout(done, 200)))");
    print(what + ": longest task (0: none over 50)", number(page, "longest.task"));
    print(what + ": longest from a key to its paint", number(page, "longest.event"));
  }

  /** Searches for one secret, a letter after the other, then for all again. */
  private static void type(Page page, int count) {
    String wanted = "secret-" + (count - 1) + "-x";
    page.getByLabel("Search").focus();
    page.keyboard().type(wanted, new Keyboard.TypeOptions().setDelay(50));
    await(page, ROWS + " === count", 1);
    for (int i = 0; i < wanted.length(); i++) {
      page.keyboard().press("Backspace");
    }
    await(page, ROWS + " >= count", 100);
  }

  private static void scroll(Page page) {
    while ((Boolean) page.evaluate("document.querySelector('bf-list .end') !== null")) {
      Object height = page.evaluate("document.documentElement.scrollHeight");
      page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)");
      await(
          page,
          "height => document.documentElement.scrollHeight > height"
              + " || !document.querySelector('bf-list .end')",
          height);
    }
  }

  private static void await(Page page, String condition, Object argument) {
    page.waitForFunction(
        condition, argument, new Page.WaitForFunctionOptions().setTimeout(PATIENCE));
  }

  private static void print(String what, double milliseconds) {
    System.out.printf("%-64s %8.0f%n", what, milliseconds);
  }
}
