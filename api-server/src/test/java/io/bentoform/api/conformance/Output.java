package io.bentoform.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.http.Json;

/**
 * What a command printed.
 *
 * @param text its standard output
 * @param errors its standard error
 */
public record Output(String command, int exitCode, String text, String errors) {

  /** No answer of the server may ever bring the client down. */
  public Output {
    assertThat(text + errors).as(command).doesNotContain("Traceback (most recent call last)");
  }

  /** What a command that must succeed printed. */
  public String succeeded() {
    assertThat(exitCode).as("%s: %s%s", command, text, errors).isZero();
    return text;
  }

  /** The one sentence of a command that must be refused by the server. */
  String refused() {
    assertThat(exitCode).as("%s: %s%s", command, text, errors).isEqualTo(1);
    // A sentence and not the problem body that other clients get.
    assertThat(text + errors).doesNotContain("urn:bentoform:");
    return (text + errors).strip();
  }

  /** As {@link #succeeded}, read as JSON. */
  public JsonNode json() {
    try {
      return Json.MAPPER.readTree(succeeded());
    } catch (JsonProcessingException e) {
      throw new AssertionError(command + " printed no JSON: " + text, e);
    }
  }

  /** As {@link #succeeded}, read as YAML. */
  JsonNode yaml() {
    try {
      return Json.YAML.readTree(succeeded());
    } catch (JsonProcessingException e) {
      throw new AssertionError(command + " printed no YAML: " + text, e);
    }
  }
}
