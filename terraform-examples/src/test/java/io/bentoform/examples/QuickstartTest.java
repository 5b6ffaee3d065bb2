package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The quickstart, against a server that is there. */
@Tag(Layout.ANY_ENGINE)
class QuickstartTest {
  @Test
  void its_steps_are_as_promised_on_the_server_that_the_environment_names() {
    assumeThat(Gateways.areInPods()).as("names that only these tests know").isFalse();
    List<String> command = List.of(Layout.MODULE.resolve("quickstart/run").toString(), "--server");

    String printed = Command.run(Layout.MODULE, Server.shared().environment(), command).orFail();

    assertThat(printed)
        .contains("A changed value is a restart in place")
        .contains("An added key is a replacement")
        .contains("The next plan is empty")
        .contains("All is destroyed")
        .doesNotContain("the server has ended");
    assertThat(Server.shared().names("/api/v2/deployments")).doesNotContain("llm");
  }
}
