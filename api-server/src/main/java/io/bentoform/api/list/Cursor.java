package io.bentoform.api.list;

import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a list continues: {@code next} of one answer and {@code after} of the next request
 * (additive to contract 3.5). Opaque to clients. Apart from the id of the last row, it contains
 * nothing that they have not seen.
 *
 * @param sort the name and direction of the order, as in the query language
 * @param list tells lists apart that have other rows
 * @param total how many rows there were when the first part was read: counting them again would
 *     cost more than the part
 * @param last the place of the last row that was given
 */
record Cursor(String sort, int list, long total, Sort.Key last) {

  String text() {
    byte[] json = Json.write(this).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }

  /**
   * Reads a cursor.
   *
   * @throws ProblemException 400 when it is invalid
   */
  static Cursor of(String text) {
    try {
      Cursor cursor = Json.MAPPER.readValue(Base64.getUrlDecoder().decode(text), Cursor.class);
      if (cursor != null && cursor.sort() != null && cursor.last() != null) {
        return cursor;
      }
    } catch (IllegalArgumentException | IOException e) {
      // Answered below.
    }
    throw broken();
  }

  static ProblemException broken() {
    return refused("The cursor in after is invalid.");
  }

  static ProblemException refused(String what) {
    return ProblemException.badRequest(
        "bad_cursor", what + " Send next of a response unchanged, or start again without after.");
  }
}
