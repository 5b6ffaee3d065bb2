package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The one error that Terraform reports, as its {@code -json} output has it.
 *
 * @param address of the resource, or of the provider block; empty when none is to blame
 * @param line of the configuration that it points at, without its indentation; empty for none
 * @param output all that Terraform printed
 */
record ReportedError(String summary, String detail, String address, String line, String output) {

  /** Reads the output of {@code terraform validate -json} or {@code terraform plan -json}. */
  static ReportedError in(Command command, String configuration) {
    List<JsonNode> diagnostics = diagnostics(command.refused());
    // Tests name a folder with the provider, of which Terraform warns.
    diagnostics.removeIf(
        each -> each.get("summary").asText().startsWith("Provider development overrides"));
    assertThat(diagnostics).as(command.output()).hasSize(1);
    JsonNode only = diagnostics.getFirst();
    assertThat(only.get("severity").asText()).isEqualTo("error");
    JsonNode line = only.at("/range/start/line");
    return new ReportedError(
        only.get("summary").asText(),
        only.path("detail").asText(),
        only.path("address").asText(),
        line.isMissingNode() ? "" : configuration.lines().toList().get(line.asInt() - 1).strip(),
        command.output());
  }

  private static List<JsonNode> diagnostics(String output) {
    List<JsonNode> diagnostics = new ArrayList<>();
    try {
      if (output.startsWith("{\n")) {
        Server.JSON.readTree(output).get("diagnostics").forEach(diagnostics::add);
        return diagnostics;
      }
      for (String line : output.lines().toList()) {
        JsonNode message = Server.JSON.readTree(line);
        if (message.path("type").asText().equals("diagnostic")) {
          diagnostics.add(message.get("diagnostic"));
        }
      }
      return diagnostics;
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + output, e);
    }
  }

  /** Where it was found: how the address and the line begin. */
  ReportedError at(String wantedAddress, String wantedLine) {
    assertThat(address).as(output).startsWith(wantedAddress);
    assertThat(line).as(output).startsWith(wantedLine);
    return this;
  }

  /**
   * Where a value within an attribute was found: on the line that begins with the attribute, or,
   * before Terraform 1.15, on that of the resource.
   */
  ReportedError within(String wantedAddress, String attribute) {
    assertThat(address).as(output).startsWith(wantedAddress);
    assertThat(List.of("resource", attribute)).as(output).anyMatch(line::startsWith);
    return this;
  }

  /** What it says: the summary, and words of the detail. */
  ReportedError says(String wantedSummary, String... words) {
    assertThat(summary).as(output).contains(wantedSummary);
    for (String word : words) {
      assertThat(detail).as(output).contains(word);
    }
    return this;
  }
}
