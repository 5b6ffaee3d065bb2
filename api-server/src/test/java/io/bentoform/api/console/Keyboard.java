package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** Somebody who uses a page by keyboard alone. */
record Keyboard(Page page) {
  /** More controls than any page has. */
  private static final int MOST = 150;

  void press(String key) {
    page.keyboard().press(key);
  }

  void type(String text) {
    page.keyboard().type(text);
  }

  void choose(Locator wanted) {
    tabTo(wanted);
    press("Enter");
  }

  void fillIn(Locator wanted, String text) {
    tabTo(wanted);
    type(text);
  }

  /** Goes on with the tab key, past the end of the page to its beginning. */
  void tabTo(Locator wanted) {
    assertThat(wanted).isVisible();
    for (int i = 0; i < MOST; i++) {
      if ((Boolean) wanted.evaluate("control => control === document.activeElement")) {
        return;
      }
      press("Tab");
    }
    throw new AssertionError("The tab key does not lead to " + wanted);
  }

  void assertFocusIn(Locator where) {
    assertThat(where.locator(":focus")).hasCount(1);
  }
}
