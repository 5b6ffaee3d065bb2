package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.cty.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One element of {@code secrets}; each part may be unknown, and null but for the name. */
record Attached(Value name, Value keys, Value revision, Value uid) {

  /** A secret of which nothing but the name is known. */
  static Attached named(Value name) {
    return new Attached(name, Value.ofNull(), Value.ofNull(), Value.ofNull());
  }

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
            object.get(DeploymentSchema.REVISION),
            object.get(DeploymentSchema.UID))
        : new Attached(element, element, element, element);
  }

  static Value value(List<Attached> elements) {
    return Value.list(elements.stream().map(Attached::value).toList());
  }

  Value value() {
    return new Value.Fields(
        Map.of(
            DeploymentSchema.NAME, name,
            DeploymentSchema.KEYS, keys,
            DeploymentSchema.REVISION, revision,
            DeploymentSchema.UID, uid));
  }

  /** The element for the same secret, wherever it stands. */
  static Optional<Attached> find(List<Attached> elements, Value name) {
    return elements.stream()
        .filter(each -> name.isPresent() && each.name().equals(name))
        .findFirst();
  }
}
