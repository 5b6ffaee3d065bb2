package io.bentoform.api.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Creating secrets in a browser. */
final class SecretCreateTest extends SecretPagesTest {
  @Test
  void a_secret_of_variables_is_created_from_the_list() {
    page.navigate("/secrets");
    link("Create a secret").first().click();
    assertThat(heading("Create a secret")).isVisible();
    openForm();
    field("Name").fill(name);
    field("Description").fill("what it is for");
    field("Available to").selectOption("all");
    fill(1, "ONE", "canary-7c1e55");
    button("Add a key").click();
    assertThat(in(row(2), "Key")).isFocused();
    fill(2, "TWO", "second");
    picture("secret-create");
    save();

    assertThat(page.getByText("Saved as revision 1.")).isVisible();
    assertThat(stored().at("/description").asText()).isEqualTo("what it is for");
    assertThat(stored().at("/content/type").asText()).isEqualTo("env");
    assertThat(stored().at("/content/stage").asText()).isEqualTo("all");
    assertThat(stored().texts("/content/items", "key")).containsExactly("ONE", "TWO");
    assertThat(holds("ONE", "canary-7c1e55")).isTrue();
    assertThat(complaints()).noneMatch(text -> text.contains("canary"));
  }

  @Test
  void a_saved_value_is_in_no_place_of_the_browser() {
    openForm();
    field("Name").fill(name);
    fill(1, "ONE", "canary-51f0aa");
    save();
    assertForgotten("canary-51f0aa");

    page.goBack();
    page.goForward();
    assertThat(heading(name)).isVisible();
    assertForgotten("canary-51f0aa");
  }

  @Test
  void a_secret_of_files_shows_where_each_file_will_be() {
    openForm();
    field("Name").fill(name);
    field("Files").check();
    field("Path").fill("$BENTOML_HOME/demo");
    fill(1, "password", "value");
    in(row(1), "Sub path").fill("secrets/app");
    assertThat(row(1)).containsText("$BENTOML_HOME/demo/secrets/app/password");
    picture("secret-create-files");
    save();

    assertThat(stored().at("/content/path").asText()).isEqualTo("$BENTOML_HOME/demo");
    assertThat(stored().at("/content/items/0/sub_path").asText()).isEqualTo("secrets/app");
    assertThat(page.getByText("$BENTOML_HOME/demo/secrets/app/password")).isVisible();
  }

  @Test
  void a_value_is_shown_only_while_the_button_is_pressed() {
    openForm();
    in(row(1), "Value").fill("value");
    Locator show = button(row(1), "Show");
    assertThat(in(row(1), "Value")).hasAttribute("type", "password");

    show.hover();
    page.mouse().down();
    assertThat(in(row(1), "Value")).hasAttribute("type", "text");
    page.mouse().up();
    assertThat(in(row(1), "Value")).hasAttribute("type", "password");

    show.focus();
    page.keyboard().down(" ");
    assertThat(in(row(1), "Value")).hasAttribute("type", "text");
    page.keyboard().up(" ");
    assertThat(in(row(1), "Value")).hasAttribute("type", "password");
    leaveUnsaved();
  }

  @Test
  void a_file_is_uploaded_with_all_its_lines() {
    openForm();
    field("Name").fill(name);
    in(row(1), "Key").fill("PEM");
    upload("key.pem", "canary-b4d2f7\nsecond\n".getBytes(StandardCharsets.UTF_8));
    assertThat(in(row(1), "Value")).hasValue(Pattern.compile("Text of 2 lines, 21 B"));
    save();

    assertThat(holds("PEM", "canary-b4d2f7\\nsecond\\n")).isTrue();
    assertForgotten("canary-b4d2f7");
  }

  @Test
  void a_file_that_is_not_text_is_refused_at_the_field() {
    openForm();
    upload("image.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff});

    assertThat(row(1)).containsText("image.png is not text in UTF-8");
    assertThat(in(row(1), "Value")).hasValue("");
  }

  private void upload(String file, byte[] content) {
    page.waitForFileChooser(() -> button(row(1), "Upload a file").click())
        .setFiles(new FilePayload(file, "application/octet-stream", content));
  }

  @Test
  void a_value_is_generated() {
    openForm();
    button(row(1), "Generate").click();

    assertThat(in(row(1), "Value")).hasValue(Pattern.compile("[A-Za-z0-9_-]{43}"));
    leaveUnsaved();
  }

  @Test
  void problems_are_told_at_their_fields_and_take_the_focus() {
    openForm();
    field("Name").fill(name);
    fill(1, "1BAD", "value");
    button("Save").click();

    assertThat(in(row(1), "Key")).isFocused();
    assertThat(in(row(1), "Key")).hasAttribute("aria-invalid", "true");
    assertThat(in(row(1), "Key"))
        .hasAccessibleDescription(Pattern.compile("1BAD is not valid as an environment variable"));
    assertThat(in(row(1), "Value")).hasValue("value");
    picture("secret-problem");

    in(row(1), "Key").fill("GOOD");
    in(row(1), "Value").fill("");
    button("Save").click();
    assertThat(in(row(1), "Value")).isFocused();
    assertThat(row(1)).containsText("Enter a value.");
    assertThat(stored().status()).isEqualTo(404);
  }

  @Test
  void a_name_that_is_taken_is_told_at_the_name() {
    secret("env");
    openForm();
    field("Name").fill(name);
    fill(1, "ONE", "other");
    button("Save").click();

    assertThat(field("Name")).isFocused();
    assertThat(field("Name")).hasAccessibleDescription(Pattern.compile("already exists"));
    assertThat(stored().at("/revision").asInt()).isEqualTo(1);
  }

  @Test
  void unsaved_changes_ask_before_they_are_lost() {
    openForm();
    in(row(1), "Value").fill("typed");
    page.onceDialog(dialog -> dialog.dismiss());
    link("Overview").click();
    assertThat(in(row(1), "Value")).hasValue("typed");

    page.onceDialog(dialog -> dialog.accept());
    link("Overview").click();
    assertThat(heading("Overview")).isVisible();
  }

  @Test
  void a_removed_key_is_not_sent_and_focus_stays_in_the_form() {
    openForm();
    field("Name").fill(name);
    fill(1, "ONE", "1");
    button("Add a key").click();
    fill(2, "TWO", "2");
    button("Remove key 1").click();
    assertThat(button("Add a key")).isFocused();
    assertThat(in(row(1), "Value")).hasValue("2");
    save();

    assertThat(stored().texts("/content/items", "key")).containsExactly("TWO");
    assertThat(holds("TWO", "2")).isTrue();
  }

  @Test
  void a_secret_is_created_by_keyboard_alone() {
    openForm();
    type("Name", name);
    page.keyboard().press("Tab");
    page.keyboard().type("by keyboard");
    in(row(1), "Key").focus();
    page.keyboard().type("ONE");
    page.keyboard().press("Tab");
    page.keyboard().type("1");
    page.keyboard().press("Enter");

    assertThat(heading(name)).isVisible();
    assertThat(page.getByRole(AriaRole.STATUS).first()).containsText("Saved as revision 1.");
    assertThat(holds("ONE", "1")).isTrue();
  }

  private void type(String label, String text) {
    field(label).focus();
    page.keyboard().type(text);
  }

  /** The page asks whether to leave. */
  private void leaveUnsaved() {
    page.onceDialog(dialog -> dialog.accept());
  }
}
