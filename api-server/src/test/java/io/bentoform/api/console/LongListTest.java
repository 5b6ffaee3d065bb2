package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A list of more rows than the page draws at once. */
final class LongListTest extends SecretPagesTest {
  private static final int ROWS = 350;

  @BeforeEach
  void fill() {
    for (int i = 0; i < ROWS; i++) {
      String body =
          """
          {"name": "%s-%d", "content": {"items": [{"key": "A", "value": "1"}]}}
          """;
      assertThat(server.call("POST", SECRETS, body.formatted(name, i)).status()).isEqualTo(200);
    }
  }

  @AfterEach
  void empty() {
    for (int i = 0; i < ROWS; i++) {
      server.call("DELETE", SECRETS + "/" + name + "-" + i);
    }
  }

  @Test
  void rows_far_from_the_screen_are_not_drawn_and_come_back_at_their_place() {
    page.navigate("/secrets?search=" + name);
    Locator rows = page.locator("tbody tr[aria-rowindex]");
    assertThat(rows.first()).isVisible();
    assertThat(page.getByText(ROWS + " secrets")).isVisible();
    String first = rows.first().getByRole(AriaRole.LINK).innerText();

    for (int wanted : new int[] {200, 300, ROWS}) {
      page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)");
      assertThat(page.locator("[aria-rowindex='" + (wanted + 1) + "']")).isVisible();
    }
    assertThat(page.locator("[aria-rowindex='2']")).hasCount(0);
    Object height = page.evaluate("document.documentElement.scrollHeight");

    page.evaluate("window.scrollTo(0, 0)");
    assertThat(page.locator("[aria-rowindex='2']")).isInViewport();
    assertThat(rows.first().getByRole(AriaRole.LINK)).hasText(first);
    assertThat(page.locator("[aria-rowindex='" + (ROWS + 1) + "']")).hasCount(0);
    assertThat(page.evaluate("document.documentElement.scrollHeight")).isEqualTo(height);
  }
}
