package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.cty.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One element of {@code secrets}; each part may be unknown, keys and revision may be null. */
record Attached(Value name, Value keys, Value revision) {

  /** The elements of a known list. */
  static List<Attached> list(Value secrets) {
    List<Attached> elements = new ArrayList<>();
    secrets.asList().forEach(element -> elements.add(of(element)));
    return elements;
  }

  private static Attached of(Value element) {
    return element instanceof Value.Fields object
        ? new Attached(
            object.get(DeploymentSchema.NAME),
            object.get(DeploymentSchema.KEYS),
            object.get(DeploymentSchema.REVISION))
        : new Attached(element, element, element);
  }

  static Value value(List<Attached> elements) {
    return Value.list(elements.stream().map(Attached::value).toList());
  }

  Value value() {
    return new Value.Fields(
        Map.of(
            DeploymentSchema.NAME, name,
            DeploymentSchema.KEYS, keys,
            DeploymentSchema.REVISION, revision));
  }

  /** The element for the same secret, wherever it stands. */
  static Optional<Attached> find(List<Attached> elements, Value name) {
    return elements.stream()
        .filter(each -> name.isPresent() && each.name().equals(name))
        .findFirst();
  }
}
