package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.bentoform.api.Answer;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.archive.Tar;
import io.bentoform.api.bento.Push;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages of bentos and models. */
final class ArtifactPagesTest extends ConsoleTest {
  private static final String DEPLOYMENTS = "/api/v2/deployments";

  private final Push model = Push.announced(server, ArchiveKind.MODEL);
  private final Push bento = Push.announced(server, ArchiveKind.BENTO).version("v2");

  @BeforeEach
  void push() {
    assertThat(model.upload(Tar.of(ArchiveKind.MODEL).bytes()).status()).isEqualTo(200);
    String models = "\"models\": [\"%s\"]".formatted(model.tag());
    Answer created =
        server.call("POST", bento.versions(), bento.body("[]").replace("\"models\": []", models));
    assertThat(created.status()).as(created.body()).isEqualTo(200);
    assertThat(bento.upload(Tar.of(ArchiveKind.BENTO).bytes()).status()).isEqualTo(200);
    signIn();
  }

  @AfterEach
  void remove() {
    server.call("DELETE", DEPLOYMENTS + "/" + bento.name());
    assertThat(complaints()).noneMatch(text -> text.contains("Content Security Policy"));
  }

  private void deploy() {
    String body =
        """
        {"name": "%s", "bento": "%s", "services": {"X": {"scaling": {"min_replicas": 0}}}}
        """;
    Answer answer = server.call("POST", DEPLOYMENTS, body.formatted(bento.name(), bento.tag()));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private Locator dialog() {
    return page.getByRole(AriaRole.DIALOG);
  }

  private void open(Push push, String section) {
    page.navigate("/" + section + "?search=" + push.name());
    link(push.tag()).click();
    assertThat(heading(push.tag())).isVisible();
  }

  @Test
  void a_bento_tells_its_services_models_versions_and_who_runs_it() {
    deploy();
    open(bento, "bentos");

    assertThat(page.locator(".facts")).containsText("3 B");
    assertThat(page.locator(".facts")).containsText("uploaded");
    assertThat(page.locator(".facts")).containsText(Pattern.compile("Services\\s*X"));
    assertThat(link(bento.name())).hasAttribute("href", Pattern.compile("/deployments/.*"));
    assertThat(link("v1")).isVisible();
    picture("bento");
    link(model.tag()).click();

    assertThat(heading(model.tag())).isVisible();
    assertThat(link(bento.tag())).isVisible();
    picture("model");
  }

  @Test
  void deploying_leads_into_the_form_with_the_bento_chosen() {
    open(bento, "bentos");
    link("Deploy").click();

    assertThat(heading("Create a deployment")).isVisible();
    assertThat(control(AriaRole.COMBOBOX, "Bento")).hasValue(bento.tag());
  }

  @Test
  void a_bento_or_model_in_use_is_not_deleted_and_the_dialog_says_who_uses_it() {
    deploy();
    open(bento, "bentos");
    button("Delete").click();
    button("Delete the bento").click();
    assertThat(dialog().getByRole(AriaRole.ALERT))
        .containsText("is in use by deployment " + bento.name());
    picture("bento-in-use");
    assertThat(bento.get().status()).isEqualTo(200);

    open(model, "models");
    button("Delete").click();
    button("Delete the model").click();

    assertThat(dialog().getByRole(AriaRole.ALERT)).containsText("bento " + bento.tag());
    assertThat(model.get().status()).isEqualTo(200);
  }

  @Test
  void what_nobody_uses_is_deleted_after_one_question() {
    open(bento, "bentos");
    button("Delete").click();
    button("Delete the bento").click();
    assertThat(page.getByText("The bento " + bento.tag() + " is deleted.")).isVisible();
    assertThat(bento.get().status()).isEqualTo(404);

    open(model, "models");
    button("Delete").click();
    button("Delete the model").click();

    assertThat(page.getByText("The model " + model.tag() + " is deleted.")).isVisible();
    assertThat(model.get().status()).isEqualTo(404);
  }
}
