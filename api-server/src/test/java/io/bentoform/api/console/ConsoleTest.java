package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import io.bentoform.api.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

/** A test of pages: a browser of its own at a real server. */
@InBrowser
abstract class ConsoleTest {
  /** Pictures of pages, to be looked at. */
  private static final Path PICTURES = Path.of("target", "console");

  private static final int HEIGHT = 800;

  final TestServer server;
  final BrowserContext browser;
  final Page page;
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /** At the server whose deployments run nothing. */
  ConsoleTest() {
    this(PageServers.idle());
  }

  ConsoleTest(TestServer server) {
    this.server = server;
    this.browser = Browser.open(server.url());
    this.page = browser.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
  }

  @AfterEach
  void close() {
    browser.close();
  }

  /** What the browser complained of, such as a violation of the content security policy. */
  List<String> complaints() {
    return complaints;
  }

  void signIn() {
    page.navigate("/sign-in");
    page.getByLabel("API token").fill(server.token());
    button("Sign in").click();
    assertThat(heading("Overview")).isVisible();
    complaints.clear();
  }

  Locator button(String name) {
    return control(AriaRole.BUTTON, name);
  }

  Locator link(String name) {
    return control(AriaRole.LINK, name);
  }

  Locator heading(String name) {
    return control(AriaRole.HEADING, name);
  }

  /** What opens and closes a part of the page. */
  Locator summary(String title) {
    return page.locator("summary").filter(new Locator.FilterOptions().setHasText(title));
  }

  /** What a screen reader calls so. */
  Locator control(AriaRole role, String name) {
    return page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  void picture(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
  }

  /** Axe has no finding (WCAG 2.2 AA). */
  void assertSound() {
    assertThat(new AxeBuilder(page).setLegacyMode(true).analyze().getViolations())
        .extracting(Rule::getId, rule -> rule.getNodes().getFirst().getHtml())
        .isEmpty();
  }

  /**
   * What is shown has no finding and is not wider than the screen, in both themes, on a screen and
   * on a narrow one. Pictures begin with the name.
   */
  void assertSoundEverywhere(String name) {
    page.waitForLoadState(LoadState.NETWORKIDLE);
    for (ColorScheme theme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
      for (int width : new int[] {1280, 320}) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        page.setViewportSize(width, HEIGHT);
        picture(name + "-" + theme + "-" + width);

        assertSound();
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
            .as("nothing is wider than the screen")
            .isEqualTo(width);
      }
    }
  }
}
