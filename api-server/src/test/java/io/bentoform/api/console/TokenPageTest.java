package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of API tokens. */
final class TokenPageTest extends ConsoleTest {
  private final String name = "page-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void open() {
    signIn();
    page.navigate("/tokens");
  }

  @Test
  void a_new_token_is_shown_once_and_can_do_what_was_chosen_until_it_is_revoked() {
    control(AriaRole.TEXTBOX, "Name").fill(name);
    button("Create token").click();
    Locator created = page.locator("#created code");
    assertThat(created).containsText("bf_");
    String token = created.textContent();
    picture("tokens");

    assertThat(status(token, "/api/v2/deployments")).isEqualTo(200);
    assertThat(status(token, "/api/v1/models")).isEqualTo(403);
    button("I have it").click();
    assertThat((String) page.evaluate("document.documentElement.outerHTML")).doesNotContain(token);

    button("Revoke " + name).click();
    button("Revoke the token").click();

    assertThat(button("Revoke " + name)).hasCount(0);
    assertThat(status(token, "/api/v2/deployments")).isEqualTo(401);
    assertThat(complaints()).isEmpty();
  }

  private int status(String token, String path) {
    return server
        .send(server.anonymous(path).header("X-YATAI-API-TOKEN", token), "GET", new byte[0])
        .status();
  }
}
