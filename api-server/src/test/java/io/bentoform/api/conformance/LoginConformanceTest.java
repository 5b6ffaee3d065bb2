package io.bentoform.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.bentoform.api.Eventually;
import io.bentoform.api.console.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bentoml cloud ...}, as its manual describes it. */
@ConformanceTest
class LoginConformanceTest {
  /**
   * A person at a terminal, who takes what is offered first: the browser, and to have it opened.
   * What is typed before the client listens is lost, so the key is pressed again. The address that
   * is shown goes into a file, for the browser.
   */
  private static final String TERMINAL =
      """
      import os, pty, re, select, sys, time

      endpoint, program = os.environ["ENDPOINT"], os.environ["PROGRAM"]
      process, terminal = pty.fork()
      if process == 0:
          os.execv(program, [program, "cloud", "login", "--endpoint", endpoint])
      seen = ""

      def plain():
          return re.sub(r"\\x1b\\[[0-9;?]*[A-Za-z]", "", seen).replace("\\r\\n", "")

      def until(text, key=b""):
          global seen
          end = time.monotonic() + 60
          while text not in plain():
              if time.monotonic() > end:
                  sys.exit("waited for " + text + " in " + plain())
              if select.select([terminal], [], [], 1)[0]:
                  try:
                      seen += os.read(terminal, 65536).decode(errors="replace")
                  except OSError:
                      sys.exit("no " + text + " in " + plain())
              else:
                  os.write(terminal, key)

      until("Paste an existing API token")
      until("Waiting for authentication", b"\\r")
      path = re.search(r"/api_tokens\\?code=[-\\w]+", plain()).group(0)
      with open(os.environ["SHOWN"] + ".new", "w") as shown:
          shown.write(path)
      os.rename(os.environ["SHOWN"] + ".new", os.environ["SHOWN"])
      until("Logged in as")
      print(plain())
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
      """;

  private final Cloud cloud = Cloud.shared();
  private final CommandLine bentoml;
  private final Path folder;

  LoginConformanceTest(Pass pass, @TempDir Path folder) {
    this.folder = folder;
    this.bentoml = new CommandLine(cloud, pass, folder);
  }

  @BeforeEach
  void noToken() {
    bentoml.loggedOut();
  }

  private Output login(String token) {
    return bentoml.run("cloud", "login", "--endpoint", cloud.url(), "--api-token", token);
  }

  @Test
  void login_with_a_token_says_who_it_is_and_is_kept() {
    assertThat(login(cloud.token()).succeeded())
        .contains("current-context: default", "Logged in as admin@localhost at default");

    bentoml.run("secret", "list").succeeded();
  }

  @Test
  void login_takes_endpoint_and_token_from_the_environment() {
    cloud.environment().forEach(bentoml::with);

    assertThat(bentoml.run("cloud", "login").succeeded()).contains("admin@localhost");
  }

  @Test
  void login_with_a_wrong_token_points_to_a_page_that_helps() {
    assertThat(login("wrong").refused())
        .contains("HTTP 401: Bad credentials (" + cloud.url() + "/api-token)")
        .doesNotContain("Logged in");
  }

  @Test
  void login_through_a_browser_gives_the_client_a_token_of_its_own() throws Exception {
    Path shown = folder.resolve("shown");
    CommandLine terminal =
        bentoml
            .with("TERM", "xterm")
            .with("BROWSER", "true")
            .with("PROGRAM", bentoml.program("bentoml").toString())
            .with("ENDPOINT", cloud.url())
            .with("SHOWN", shown.toString());
    String printed;
    try (ExecutorService person = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Output> login = person.submit(() -> terminal.python(TERMINAL));
      Eventually.holds(
          "the address is shown or the login ended", () -> login.isDone() || Files.exists(shown));
      if (Files.exists(shown)) {
        approve(Files.readString(shown));
      }
      printed = login.get().succeeded();
    }

    assertThat(printed).contains("Logged in as admin@localhost");
    JsonNode context = bentoml.run("cloud", "current-context").json();
    assertThat(context.get("api_token").asText()).startsWith("bf_").isNotEqualTo(cloud.token());
    JsonNode made = bentoml.run("api-token", "list", "--search", "cli-", "-o", "json").json();
    assertThat(made.get(0).get("expired_at").asText()).isNotEmpty();
    cloud.delete("/api/v1/api_tokens/" + made.get(0).get("uid").asText());
  }

  /** Signs in to the page that the client shows, and approves. */
  private void approve(String address) {
    try (BrowserContext browser = Browser.openBeside(cloud.url())) {
      Page page = browser.newPage();
      page.navigate(address);
      page.getByLabel("API token").fill(cloud.token());
      page.getByText("Sign in", new Page.GetByTextOptions().setExact(true)).last().click();
      page.getByText("Approve", new Page.GetByTextOptions().setExact(true)).click();
      page.getByText("The command line is logged in").waitFor();
    }
  }

  @Test
  void current_context_and_list_context_print_what_is_kept() {
    login(cloud.token()).succeeded();

    JsonNode context = bentoml.run("cloud", "current-context").json();
    assertThat(context.get("name").asText()).isEqualTo("default");
    assertThat(context.get("endpoint").asText()).isEqualTo(cloud.url());
    assertThat(context.get("email").asText()).isEqualTo("admin@localhost");
    assertThat(bentoml.run("cloud", "list-context").json().toString()).isEqualTo("[\"default\"]");
  }

  @Test
  void login_to_a_named_context_and_a_change_between_contexts() {
    login(cloud.token()).succeeded();
    bentoml
        .run(
            "cloud",
            "login",
            "--endpoint",
            cloud.url(),
            "--api-token",
            cloud.token(),
            "--context",
            "second")
        .succeeded();

    assertThat(bentoml.run("cloud", "list-context").text()).contains("default", "second");
    bentoml.run("cloud", "update-current-context", "second").succeeded();
    assertThat(bentoml.run("cloud", "current-context").json().get("name").asText())
        .isEqualTo("second");
    bentoml.run("secret", "list").succeeded();
  }
}
