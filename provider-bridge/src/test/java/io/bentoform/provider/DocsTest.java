package io.bentoform.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.deployment.DeploymentResource;
import io.bentoform.provider.bentocloud.secret.SecretResource;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import io.bentoform.provider.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pages name every attribute, and every attribute says what it is. */
class DocsTest {

  @Test
  void the_page_of_the_provider_is_complete() throws IOException {
    Schema schema = Main.provider(Map.of(), new Log(System.err, Log.Level.OFF)).schema();
    assertNamed("docs/index.md", schema.attributes());
  }

  @Test
  void the_page_of_the_secret_is_complete() throws IOException {
    assertNamed(
        "docs/resources/secret.md", new SecretResource(new ApiAccess()).schema().attributes());
  }

  @Test
  void the_page_of_the_deployment_is_complete() throws IOException {
    assertNamed(
        "docs/resources/deployment.md",
        new DeploymentResource(new ApiAccess()).schema().attributes());
  }

  private static void assertNamed(String file, Map<String, Attribute> attributes)
      throws IOException {
    String page = Files.readString(Path.of(file));
    for (Attribute attribute : attributes.values()) {
      assertThat(page).contains("`" + attribute.name() + "`");
      assertThat(attribute.description()).as(attribute.name()).isNotEmpty();
      Nested nested = attribute.nested();
      if (nested != null) {
        assertNamed(file, nested.attributes());
      }
    }
  }
}
