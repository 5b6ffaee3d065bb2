package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Cookie;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A page of another server in the browser that is signed in. A browser takes another port of the
 * same host for the same site and sends the cookie; of {@code localhost} it does not.
 */
final class OtherOriginTest extends SecretPagesTest {
  private static final String SOCKET = "/ws/v1/clusters/default/pods?bento=none:v1";

  private final OtherPage other = new OtherPage();

  @AfterEach
  void end() {
    other.close();
  }

  /** The outcome of a request by a script of the page. */
  private Object fetched(String path, String method, String mode, String body) {
    return page.evaluate(
        """
        async ({url, method, mode, body}) => {
          try {
            const answer = await fetch(url, {method, mode, credentials: "include",
              body: method === "GET" ? undefined : body});
            return `${answer.type} ${answer.status} ${await answer.text()}`;
          } catch (refused) {
            return refused.name;
          }
        }
        """,
        Map.of("url", server.url() + path, "method", method, "mode", mode, "body", body));
  }

  private Object socket() {
    return page.evaluate(
        """
        (url) => new Promise((done) => {
          const socket = new WebSocket(url);
          socket.onopen = () => { socket.close(); done("open"); };
          socket.onerror = () => done("refused");
        })
        """,
        server.url().replaceFirst("http", "ws") + SOCKET);
  }

  private String made() {
    return "{\"name\": \"%s\", \"content\": {\"items\": [{\"key\": \"A\", \"value\": \"1\"}]}}"
        .formatted(name);
  }

  @Test
  void a_page_of_this_server_may_do_what_other_pages_may_not() {
    assertThat(fetched(SECRETS, "GET", "cors", "").toString()).startsWith("basic 200");
    assertThat(socket()).isEqualTo("open");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void scripts_of_another_page_read_and_change_nothing(String host) {
    secret("env");
    page.navigate(other.url(host));

    assertThat(fetched(SECRETS, "GET", "cors", "")).isEqualTo("TypeError");
    assertThat(fetched(SECRETS, "GET", "no-cors", "")).isEqualTo("opaque 0 ");
    for (String method : List.of("POST", "PATCH", "DELETE")) {
      String path = method.equals("POST") ? SECRETS : SECRETS + "/" + name;
      assertThat(fetched(path, method, "cors", made())).as(method).isEqualTo("TypeError");
    }
    server.call("DELETE", SECRETS + "/" + name);
    assertThat(fetched(SECRETS, "POST", "no-cors", made())).isEqualTo("opaque 0 ");
    assertThat(stored().status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void sockets_of_another_page_are_refused(String host) {
    page.navigate(other.url(host));

    assertThat(socket()).isEqualTo("refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void forms_and_links_of_another_page_change_and_read_nothing(String host) {
    page.navigate(other.url(host));
    Response answer = submitted(SECRETS, "post", made());
    assertThat(answer.status()).isIn(401, 403);
    assertThat(stored().status()).isEqualTo(404);

    page.navigate(other.url(host));
    assertThat(submitted(SECRETS, "get", "").status()).isIn(401, 403);
  }

  /** A form can send text that is JSON: its one field is cut in two by an equals sign. */
  private Response submitted(String path, String method, String json) {
    Response arrived =
        page.waitForResponse(
            answer -> answer.request().isNavigationRequest(),
            () ->
                page.evaluate(
                    """
                ({url, method, json}) => {
                  const form = document.createElement("form");
                  Object.assign(form, {action: url, method, enctype: "text/plain"});
                  const field = document.createElement("input");
                  field.name = json.replace(/\\}$/, ', "rest": "');
                  field.value = '"}';
                  form.append(field);
                  document.body.append(form);
                  form.submit();
                }
                """,
                    Map.of("url", server.url() + path, "method", method, "json", json)));
    page.waitForURL(address -> address.startsWith(server.url()));
    return arrived;
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void another_page_can_neither_end_nor_replace_the_session(String host) {
    Cookie before = browser.cookies(server.url()).getFirst();
    page.navigate(other.url(host));
    fetched("/api/v1/session", "DELETE", "cors", "");
    fetched("/api/v1/sessions", "DELETE", "cors", "");
    submitted("/api/v1/session", "post", "{\"token\": \"" + server.token() + "\"}");

    assertThat(browser.cookies(server.url())).extracting(each -> each.value).contains(before.value);
    page.navigate("/secrets");
    assertThat(heading("Secrets")).isVisible();
  }

  @Test
  void another_page_cannot_show_the_console_in_itself() {
    page.navigate(other.url("127.0.0.1"));
    page.evaluate(
        """
        (url) => new Promise((loaded) => {
          const frame = document.createElement("iframe");
          frame.onload = loaded;
          frame.src = url;
          document.body.append(frame);
        })
        """,
        server.url() + "/secrets");
    FrameLocator frame = page.frameLocator("iframe");

    assertThat(frame.locator("bf-app")).hasCount(0);
    assertThat(complaints()).anyMatch(text -> text.contains("frame-ancestors 'none'"));
    complaints().clear();
  }
}
