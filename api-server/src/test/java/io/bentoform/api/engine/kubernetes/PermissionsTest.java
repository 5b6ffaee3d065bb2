package io.bentoform.api.engine.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class PermissionsTest {
  @Test
  void the_role_of_the_manifests_allows_what_the_engine_needs_and_nothing_more()
      throws IOException {
    assertThat(ManifestRole.permissions()).containsExactlyInAnyOrderElementsOf(Permissions.all());
  }
}
