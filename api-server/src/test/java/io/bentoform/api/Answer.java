package io.bentoform.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.http.Json;
import java.util.ArrayList;
import java.util.List;

/** An answer of the server, easy to look into. */
public record Answer(int status, String contentType, String body) {

  public JsonNode json() {
    try {
      return Json.MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + body, e);
    }
  }

  /** The node at a JSON pointer. */
  public JsonNode at(String pointer) {
    return json().at(pointer);
  }

  /** The texts at a member of each element of an array. */
  public List<String> texts(String array, String member) {
    List<String> texts = new ArrayList<>();
    at(array)
        .forEach(node -> texts.add(member.isEmpty() ? node.asText() : node.get(member).asText()));
    return texts;
  }

  /** Where the problem body says something is wrong. */
  public List<String> pointers() {
    return texts("/errors", "pointer");
  }
}
