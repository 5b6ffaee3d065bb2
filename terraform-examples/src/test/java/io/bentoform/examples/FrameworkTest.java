package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * HashiCorp's framework for the tests of providers, terraform-plugin-testing, drives the provider.
 */
@EnabledIf(
    value = "isBuilt",
    disabledReason = "There is no suite: run terraform-examples/hosts/build, which needs Go")
class FrameworkTest {
  private static final Path SUITE = Layout.TARGET.resolve("hosts/suite.test");

  private final Server server = Server.shared();
  private final Path folder;

  FrameworkTest(@TempDir Path folder) {
    this.folder = folder;
  }

  static boolean isBuilt() {
    return Files.isExecutable(SUITE);
  }

  private Map<String, String> environment() throws IOException {
    Path cliConfig = Files.writeString(folder.resolve("cli.tfrc"), Mirror.cliConfig());
    Map<String, String> environment = new HashMap<>(server.environment());
    environment.put("TF_ACC", "1");
    environment.put("TF_ACC_TEMP_DIR", folder.toString());
    environment.put("TF_CLI_CONFIG_FILE", cliConfig.toString());
    environment.put("CHECKPOINT_DISABLE", "1");
    return environment;
  }

  @Test
  void each_resource_is_created_planned_imported_and_listed_by_a_foreign_suite() throws Exception {
    List<String> command =
        HostVersion.current().isOpenTofu()
            ? List.of(SUITE.toString(), "-test.v", "-test.skip=TestList")
            : List.of(SUITE.toString(), "-test.v");

    String printed =
        Command.run(Layout.MODULE.resolve("hosts/suite"), environment(), command).orFail();

    assertThat(
            printed.lines().filter(line -> line.startsWith("    --- PASS: TestCreateAndImport/")))
        .as(printed)
        .hasSize(5);
    assertThat(server.names("/api/v1/org_secrets")).doesNotContain("hugging-face");
    assertThat(server.names("/api/v2/deployments")).doesNotContain("llm-example");
  }
}
