package io.bentoform.provider.bentocloud.secret;

import static io.bentoform.provider.bentocloud.secret.SecretSchema.KEYS;
import static io.bentoform.provider.bentocloud.secret.SecretSchema.KEY_REVISIONS;
import static io.bentoform.provider.bentocloud.secret.SecretSchema.REVISION;

import io.bentoform.provider.bentocloud.ClusterObject;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.bentocloud.Reported;
import io.bentoform.provider.bentocloud.Run;
import io.bentoform.provider.client.SecretContent;
import io.bentoform.provider.client.SecretRecord;
import io.bentoform.provider.cty.Value;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The attributes of a state or plan of a secret. */
record SecretState(Value.Fields object) {

  /** Records the secret for deployments that refer to it by name. */
  void keepIn(Run run) {
    Value uid = object.get(ClusterObject.UID);
    run.keep(ObjectId.of(object), new Run.Secret(object.get(KEYS), object.get(REVISION), uid));
  }

  Set<String> keys() {
    return object.get(KEYS).asTextSet();
  }

  /** The revision, 0 when it is null or unknown. */
  long revision() {
    return object.get(REVISION).asLong().orElse(0L);
  }

  SecretPlan.Prior prior() {
    Map<String, Long> revisions = new TreeMap<>();
    object
        .get(KEY_REVISIONS)
        .asMap()
        .forEach((key, value) -> value.asLong().ifPresent(each -> revisions.put(key, each)));
    return new SecretPlan.Prior(keys(), revision(), revisions);
  }

  String text(String attribute) {
    return object.get(attribute).asText().orElse("");
  }

  /** The content to write; a null value keeps the stored one. */
  SecretContent content(Map<String, @Nullable String> values) {
    return new SecretContent(
        text(SecretSchema.TYPE),
        object.get(SecretSchema.PATH).asText().orElse(null),
        text(SecretSchema.STAGE),
        values,
        object.get(SecretSchema.SUB_PATHS).asTextMap());
  }

  /** The state according to the API, keeping prior values that are semantically equal. */
  Value.Fields refresh(Value.Fields identified, SecretRecord record) {
    Value path = Value.ofText(record.path());
    Value known = object.get(SecretSchema.PATH);
    Long revision = record.revision();
    long number = revision == null ? Math.max(revision(), 1) : revision;
    Map<String, Long> revisions =
        Optional.ofNullable(record.keyRevisions()).orElse(prior().keyRevisions());
    Map<String, Value> keyRevisions = new TreeMap<>();
    record
        .keys()
        .forEach(key -> keyRevisions.put(key, Value.number(revisions.getOrDefault(key, number))));
    return identified
        .with(SecretSchema.DESCRIPTION, Value.text(record.description()))
        .with(SecretSchema.TYPE, Value.text(record.type()))
        .with(SecretSchema.PATH, SecretSchema.isSamePath(path, known) ? known : path)
        .with(SecretSchema.STAGE, Value.text(record.stage()))
        .with(
            SecretSchema.SUB_PATHS,
            Reported.texts(object.get(SecretSchema.SUB_PATHS), record.subPaths()))
        .with(KEYS, Value.setOfText(record.keys()))
        .with(REVISION, Value.number(number))
        .with(KEY_REVISIONS, new Value.Fields(keyRevisions));
  }
}
