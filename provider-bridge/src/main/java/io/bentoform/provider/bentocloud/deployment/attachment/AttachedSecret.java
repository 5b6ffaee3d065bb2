package io.bentoform.provider.bentocloud.deployment.attachment;

import static io.bentoform.provider.bentocloud.deployment.attachment.AttachmentSchema.KEYS;
import static io.bentoform.provider.bentocloud.deployment.attachment.AttachmentSchema.NAME;
import static io.bentoform.provider.bentocloud.deployment.attachment.AttachmentSchema.REVISION;
import static io.bentoform.provider.bentocloud.deployment.attachment.AttachmentSchema.UID;

import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.cty.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An element of {@code secrets}; every field may be unknown, and every field except the name may be
 * null.
 */
public record AttachedSecret(Value name, Value keys, Value revision, Value uid) {

  /** A secret of which only the name is known. */
  public static AttachedSecret named(Value name) {
    return new AttachedSecret(name, Value.ofNull(), Value.ofNull(), Value.ofNull());
  }

  /** The elements of a known list. */
  public static List<AttachedSecret> list(Value secrets) {
    return secrets.asList().stream().map(AttachedSecret::of).toList();
  }

  private static AttachedSecret of(Value element) {
    return element instanceof Value.Fields secret
        ? new AttachedSecret(
            secret.get(NAME), secret.get(KEYS), secret.get(REVISION), secret.get(UID))
        : new AttachedSecret(element, element, element, element);
  }

  /**
   * The secrets as the API reports them.
   *
   * @param before what to keep of a secret that the API knows only by name
   */
  public static List<AttachedSecret> reported(
      DeploymentRecord record, List<AttachedSecret> before) {
    return record.secrets().stream().map(each -> reported(each, before)).toList();
  }

  private static AttachedSecret reported(
      DeploymentRecord.HeldSecret held, List<AttachedSecret> before) {
    Value name = Value.text(held.name());
    Set<String> keys = held.keys();
    return keys == null
        ? find(before, name).orElse(named(name))
        : new AttachedSecret(
            name, Value.setOfText(keys), Value.ofNumber(held.revision()), Value.ofText(held.uid()));
  }

  public static Value value(List<AttachedSecret> elements) {
    return Value.list(elements.stream().map(AttachedSecret::value).toList());
  }

  private Value value() {
    return new Value.Fields(Map.of(NAME, name, KEYS, keys, REVISION, revision, UID, uid));
  }

  /** This secret with other fields where they are null. */
  AttachedSecret completed(Value otherKeys, Value otherRevision, Value otherUid) {
    return new AttachedSecret(
        name,
        keys.isNull() ? otherKeys : keys,
        revision.isNull() ? otherRevision : revision,
        uid.isNull() ? otherUid : uid);
  }

  /** The name as text, empty while it is unknown. */
  public String label() {
    return name.asText("");
  }

  /** Finds the element with the same secret name. */
  public static Optional<AttachedSecret> find(List<AttachedSecret> elements, Value name) {
    return elements.stream()
        .filter(each -> name.isPresent() && each.name().equals(name))
        .findFirst();
  }
}
