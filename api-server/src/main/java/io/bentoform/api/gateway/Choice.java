package io.bentoform.api.gateway;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Which version a request goes to (contract C2.2), by the weights of the versions. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
  @JsonSubTypes.Type(value = Choice.Random.class, name = "random"),
  @JsonSubTypes.Type(value = Choice.Header.class, name = "header"),
  @JsonSubTypes.Type(value = Choice.Query.class, name = "query")
})
public sealed interface Choice {

  /** Any of them. */
  record Random() implements Choice {}

  /** By the hash of a header's value, so that equal values stay together; random without it. */
  record Header(String name) implements Choice {}

  /** By the hash of a query parameter's value, so that equal values stay together. */
  record Query(String key) implements Choice {}
}
