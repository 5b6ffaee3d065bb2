package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import io.bentoform.api.Answer;
import io.bentoform.api.access.Caller;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The page that a command line opens to be logged in. */
final class LoginApprovalTest extends ConsoleTest {
  private static final String DONE = "The command line is logged in. You can close this page.";

  private final String code =
      server.send(server.anonymous("/api/v1/auth/code"), "GET", new byte[0]).at("/code").asText();

  private Answer poll() {
    return server.send(server.anonymous("/api/v1/auth/token?code=" + code), "GET", new byte[0]);
  }

  private void openPage() {
    page.navigate("/api_tokens?code=" + code);
  }

  private void signInHere(String token) {
    page.getByLabel("API token").fill(token);
    button("Sign in").click();
    assertThat(heading("Log in a command line")).isVisible();
    complaints().clear();
  }

  private Caller caller(String scopes) {
    return Caller.with(server, "l-" + UUID.randomUUID().toString().substring(0, 18), scopes);
  }

  @Test
  void who_is_not_signed_in_signs_in_first_and_then_lets_the_command_line_in() {
    openPage();
    signInHere(server.token());
    assertThat(page.getByText(code)).isVisible();
    assertThat(page.getByText("127.0.0.1")).hasCount(2);
    picture("login-approval");
    assertThat(poll().status()).as("nothing is approved by looking").isEqualTo(400);

    button("Approve").click();

    assertThat(page.getByText(DONE)).isVisible();
    assertThat(heading("Log in a command line")).isFocused();
    Answer handed = poll();
    assertThat(handed.status()).isEqualTo(200);
    assertThat(handed.at("/token").asText()).startsWith("bf_").isNotEqualTo(server.token());
    assertThat(complaints()).isEmpty();
  }

  @Test
  void the_command_line_gets_no_more_than_the_token_of_the_session() {
    Caller approver = caller("[\"write_organization\", \"read_cluster\"]");
    openPage();
    signInHere(approver.token());
    assertThat(page.getByText("write_organization, read_cluster")).isVisible();

    button("Approve").click();

    assertThat(page.getByText(DONE)).isVisible();
    Caller client = new Caller(server, "", poll().at("/token").asText());
    assertThat(client.call("GET", "/api/v1/org_secrets").status()).isEqualTo(200);
    assertThat(client.call("POST", "/api/v1/org_secrets", "{}").status()).isEqualTo(403);
  }

  @Test
  void a_session_that_may_not_create_tokens_is_told_so_and_gets_no_button() {
    openPage();
    signInHere(caller("[\"write_cluster\"]").token());

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("needs the scope write_organization");
    assertThat(button("Approve")).hasCount(0);
  }

  @Test
  void a_code_that_was_used_or_never_given_out_is_refused_with_what_to_do() {
    signIn();
    openPage();
    button("Approve").click();
    assertThat(page.getByText(DONE)).isVisible();
    openPage();
    button("Approve").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("already been approved");

    page.navigate("/api_tokens?code=unknown");

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("unknown or older than 10 minutes");
    assertThat(page.getByText("Run bentoml cloud login again")).isVisible();
    assertThat(button("Approve")).hasCount(0);
  }

  @Test
  void without_a_code_the_page_says_how_to_get_a_token() {
    signIn();
    page.navigate("/api_tokens");

    assertThat(heading("How to get an API token")).isVisible();
  }

  @Test
  void the_page_that_helps_to_a_token_is_open_to_all() {
    page.navigate("/api-token");

    assertThat(heading("How to get an API token")).isVisible();
    assertThat(page.getByText("administrator.token")).isVisible();
    assertThat(page.getByText("bentoml api-token create NAME")).isVisible();
  }
}
