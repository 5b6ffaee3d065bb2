package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.cty.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An element of {@code secrets}; every field may be unknown, and every field except the name may be
 * null.
 */
record AttachedSecret(Value name, Value keys, Value revision, Value uid) {

  /** A secret of which only the name is known. */
  static AttachedSecret named(Value name) {
    return new AttachedSecret(name, Value.ofNull(), Value.ofNull(), Value.ofNull());
  }

  /** The elements of a known list. */
  static List<AttachedSecret> list(Value secrets) {
    List<AttachedSecret> elements = new ArrayList<>();
    secrets.asList().forEach(element -> elements.add(of(element)));
    return elements;
  }

  private static AttachedSecret of(Value element) {
    return element instanceof Value.Fields object
        ? new AttachedSecret(
            object.get(DeploymentSchema.NAME),
            object.get(DeploymentSchema.KEYS),
            object.get(DeploymentSchema.REVISION),
            object.get(DeploymentSchema.UID))
        : new AttachedSecret(element, element, element, element);
  }

  static Value value(List<AttachedSecret> elements) {
    return Value.list(elements.stream().map(AttachedSecret::value).toList());
  }

  Value value() {
    return new Value.Fields(
        Map.of(
            DeploymentSchema.NAME, name,
            DeploymentSchema.KEYS, keys,
            DeploymentSchema.REVISION, revision,
            DeploymentSchema.UID, uid));
  }

  /** Finds the element with the same secret name. */
  static Optional<AttachedSecret> find(List<AttachedSecret> elements, Value name) {
    return elements.stream()
        .filter(each -> name.isPresent() && each.name().equals(name))
        .findFirst();
  }
}
