package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The first page tells what needs attention. */
final class HomePageTest extends ConsoleTest {
  @Test
  void the_root_key_is_a_matter_until_an_administrator_says_that_a_copy_is_kept() {
    server.database().inTransactionDo(execute -> execute.delete("DELETE FROM root_key_backup"));
    signIn();
    assertThat(page.getByText("Keep a copy of the root key")).isVisible();
    assertThat(page.getByText(server.data().resolve("root.key").toString())).isVisible();
    assertThat(button("It is backed up")).isVisible();
    assertSoundEverywhere("home-root-key");

    button("It is backed up").click();

    assertThat(page.getByText("Keep a copy of the root key")).hasCount(0);
    assertThat(heading("Overview")).isFocused();
    assertThat(server.call("GET", "/api/v1/root_key").at("/backup/confirmed_by").asText())
        .isEqualTo("admin");
    page.reload();
    assertThat(heading("What needs attention")).isVisible();
    assertThat(page.getByText("Keep a copy of the root key")).hasCount(0);
    assertThat(complaints()).isEmpty();
  }
}
