package io.bentoform.provider.walk;

import io.bentoform.provider.cty.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a user has written.
 *
 * @param secrets by label, each with the arguments that are set
 * @param deployment the arguments that are set, but for its secrets
 * @param attached in the order of the list; null when there is no list
 */
record Wanted(
    NavigableMap<String, Value.Fields> secrets,
    Optional<Value.Fields> deployment,
    Optional<List<Attachment>> attached) {

  static final Address DEPLOYMENT = new Address(Kind.DEPLOYMENT, "d");

  /** How a list of secrets names one. */
  enum Form {
    /** The resource itself. */
    WHOLE,
    /** An object with the name of the resource. */
    NAME,
    /** A name that is written out, of a secret that is made elsewhere. */
    LITERAL
  }

  /**
   * An element of the list.
   *
   * @param name the label of a secret, or the name of one that is made elsewhere
   */
  record Attachment(String name, Form form) {}

  static final Wanted NOTHING = new Wanted(new TreeMap<>(), Optional.empty(), Optional.empty());

  Wanted {
    secrets = Collections.unmodifiableNavigableMap(new TreeMap<>(secrets));
  }

  static Address secret(String label) {
    return new Address(Kind.SECRET, label);
  }

  Wanted withSecret(String label, Value.Fields arguments) {
    NavigableMap<String, Value.Fields> more = new TreeMap<>(secrets);
    more.put(label, arguments);
    return new Wanted(more, deployment, attached);
  }

  Wanted withoutSecret(String label) {
    NavigableMap<String, Value.Fields> less = new TreeMap<>(secrets);
    less.remove(label);
    return new Wanted(less, deployment, attached).withoutAttachment(label);
  }

  Wanted withDeployment(Value.Fields arguments) {
    return new Wanted(secrets, Optional.of(arguments), attached);
  }

  Wanted withAttached(List<Attachment> list) {
    return new Wanted(secrets, deployment, Optional.of(List.copyOf(list)));
  }

  Wanted withoutAttachment(String name) {
    List<Attachment> left = new ArrayList<>(attachments());
    boolean removed = left.removeIf(each -> each.name().equals(name));
    return removed ? withAttached(left) : this;
  }

  List<Attachment> attachments() {
    return attached.orElse(List.of());
  }

  /** The name of the secret that an element of the list means. */
  String nameOf(Attachment attachment) {
    Value.Fields secret = secrets.get(attachment.name());
    return secret == null ? attachment.name() : secret.get("name").asText().orElseThrow();
  }

  /** The names of all attached secrets, in the order of the list. */
  List<String> names() {
    return attachments().stream().map(this::nameOf).toList();
  }

  Configuration configuration() {
    NavigableMap<Address, Configuration.Block> blocks = new TreeMap<>();
    secrets.forEach(
        (label, arguments) ->
            blocks.put(
                secret(label),
                new Configuration.Block(Set.of(), objects -> complete(Kind.SECRET, arguments))));
    deployment.ifPresent(
        arguments -> {
          Set<Address> references = new HashSet<>();
          attachments().stream()
              .filter(each -> each.form() != Form.LITERAL)
              .forEach(each -> references.add(secret(each.name())));
          blocks.put(
              DEPLOYMENT,
              new Configuration.Block(
                  references,
                  objects -> complete(Kind.DEPLOYMENT, arguments).with("secrets", list(objects))));
        });
    return new Configuration(blocks);
  }

  private static Value.Fields complete(Kind kind, Value.Fields arguments) {
    Map<String, Value> entries = new TreeMap<>(kind.schema().empty().entries());
    entries.putAll(arguments.entries());
    return new Value.Fields(entries);
  }

  private Value list(Map<Address, Value.Fields> objects) {
    return attached
        .map(list -> Value.list(list.stream().map(each -> element(each, objects)).toList()))
        .orElse(Value.ofNull());
  }

  /** A whole object is converted to the type of an element: what that does not have is dropped. */
  private static Value element(Attachment attachment, Map<Address, Value.Fields> objects) {
    Map<String, Value> element = new TreeMap<>();
    List.of("name", "keys", "revision", "uid").forEach(each -> element.put(each, Value.ofNull()));
    if (attachment.form() == Form.LITERAL) {
      element.put("name", Value.text(attachment.name()));
      return new Value.Fields(element);
    }
    Value.Fields object =
        objects.getOrDefault(secret(attachment.name()), new Value.Fields(Map.of()));
    if (attachment.form() == Form.NAME) {
      element.put("name", object.get("name"));
    } else {
      element.replaceAll((name, ignored) -> object.get(name));
    }
    return new Value.Fields(element);
  }
}
