package io.bentoform.api.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bentoform.api.db.Selection;
import java.io.IOException;
import java.util.Base64;

/**
 * Where a list goes on: after this row of it, whatever was added or deleted since.
 *
 * @param order of the list, as the query language has it
 */
record Cursor(String order, Selection.Place place) {

  /** The form that clients keep and give back. */
  String text() {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Json.MAPPER.writeValueAsBytes(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A cursor has no JSON form", e);
    }
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws ProblemException 400 when it did not
   */
  static Cursor parse(String text) {
    try {
      Cursor cursor = Json.MAPPER.readValue(Base64.getUrlDecoder().decode(text), Cursor.class);
      if (cursor.order() != null && cursor.place() != null && cursor.place().value() != null) {
        return cursor;
      }
    } catch (IOException | IllegalArgumentException e) {
      // Answered below.
    }
    throw refused("The query parameter after must be what an answer gave as next.");
  }

  /** Leaves out of a selection what comes up to here. */
  void narrow(Selection selection) {
    if (!selection.order().equals(order)) {
      throw refused(
          "The query parameter after is of a list in the order sort:"
              + order
              + ", and this one is in the order sort:"
              + selection.order()
              + ".");
    }
    selection.after(place);
  }

  private static ProblemException refused(String detail) {
    return ProblemException.badRequest("bad_parameter", detail);
  }
}
