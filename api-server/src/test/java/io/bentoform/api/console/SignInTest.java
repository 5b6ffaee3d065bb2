package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Signing in and out in a browser. */
final class SignInTest extends ConsoleTest {
  @Test
  void a_token_opens_the_page_that_was_asked_for_and_stays_in_no_script() {
    page.navigate("/secrets?search=none");
    page.getByLabel("API token").fill(server.token());
    picture("sign-in");
    button("Sign in").click();

    assertThat(heading("Secrets")).isVisible();
    assertThat(page.url()).endsWith("/secrets?search=none");
    Cookie cookie = browser.cookies().getFirst();
    assertThat(cookie.httpOnly).isTrue();
    assertThat(cookie.value).isNotEqualTo(server.token());
    assertThat(page.evaluate("document.cookie + JSON.stringify(localStorage)")).isEqualTo("{}");
    picture("secrets");
  }

  @Test
  void a_wrong_token_is_refused_with_the_reason_and_focus_returns_to_it() {
    page.navigate("/sign-in");
    page.getByLabel("API token").fill("wrong");
    button("Sign in").click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("The API token is unknown");
    assertThat(page.getByLabel("API token")).isFocused();
  }

  @Test
  void signing_out_ends_the_session_for_good() {
    signIn();
    Cookie before = browser.cookies().getFirst();
    page.getByText("admin").click();
    button("Sign out").click();
    assertThat(heading("Sign in")).isVisible();

    browser.addCookies(List.of(before));
    page.navigate("/secrets");

    assertThat(heading("Sign in")).isVisible();
  }

  @Test
  void pages_break_no_rule_of_their_policy() {
    signIn();
    link("Secrets").click();
    assertThat(heading("Secrets")).isVisible();
    link("Overview").click();
    assertThat(heading("Overview")).isVisible();

    assertThat(complaints()).isEmpty();
  }
}
