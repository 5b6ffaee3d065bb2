package io.bentoform.provider.rpc;

import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.json.Json;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.proto.TfPlugin6.RawState;

/** Stored objects in the JSON of a state file. */
final class StoredJson {

  private StoredJson() {}

  /**
   * Reads an object.
   *
   * @throws DiagnosticException when it is not a JSON object
   */
  static JsonObject object(RawState stored) {
    if (stored.getJson().isEmpty()) {
      throw new DiagnosticException(
          Diagnostic.error(
              "Unsupported state format",
              "The state was written by Terraform 0.11 or earlier. Import the object instead."));
    }
    try {
      return JsonObject.of(Json.parse(stored.getJson().toStringUtf8()))
          .orElseThrow(
              () ->
                  new DiagnosticException(
                      Diagnostic.error(
                          "Empty state", "The stored state of the object is not a JSON object.")));
    } catch (Json.ParseException e) {
      throw new DiagnosticException(
          Diagnostic.error(
              "Unreadable state", "The stored state of the object is not valid JSON."));
    }
  }
}
