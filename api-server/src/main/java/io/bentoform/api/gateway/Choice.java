package io.bentoform.api.gateway;

public sealed interface Choice {
  record Random() implements Choice {}

  record Header(String name) implements Choice {}

  record Query(String key) implements Choice {}
}
