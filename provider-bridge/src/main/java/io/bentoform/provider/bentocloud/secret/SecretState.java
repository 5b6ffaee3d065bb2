package io.bentoform.provider.bentocloud.secret;

import static io.bentoform.provider.bentocloud.secret.SecretSchema.DESCRIPTION;
import static io.bentoform.provider.bentocloud.secret.SecretSchema.KEYS;
import static io.bentoform.provider.bentocloud.secret.SecretSchema.KEY_REVISIONS;
import static io.bentoform.provider.bentocloud.secret.SecretSchema.PATH;
import static io.bentoform.provider.bentocloud.secret.SecretSchema.REVISION;
import static io.bentoform.provider.bentocloud.secret.SecretSchema.STAGE;
import static io.bentoform.provider.bentocloud.secret.SecretSchema.SUB_PATHS;
import static io.bentoform.provider.bentocloud.secret.SecretSchema.TYPE;

import io.bentoform.provider.bentocloud.ClusterObject;
import io.bentoform.provider.bentocloud.Reported;
import io.bentoform.provider.client.SecretContent;
import io.bentoform.provider.client.SecretRecord;
import io.bentoform.provider.cty.Value;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The attributes of a state or plan of a secret. */
record SecretState(Value.Fields object) {

  Value get(String attribute) {
    return object.get(attribute);
  }

  Set<String> keys() {
    return get(KEYS).asTextSet();
  }

  /** The revision of the content; 0 when it is null or unknown. */
  long revision() {
    return get(REVISION).asLong().orElse(0L);
  }

  /** The revision in which each value last changed, as far as it is known. */
  Map<String, Long> keyRevisions() {
    Map<String, Long> revisions = new TreeMap<>();
    get(KEY_REVISIONS)
        .asMap()
        .forEach((key, value) -> value.asLong().ifPresent(each -> revisions.put(key, each)));
    return revisions;
  }

  /** The content to write; a null value keeps the stored one. */
  SecretContent content(Map<String, @Nullable String> values) {
    return new SecretContent(
        get(TYPE).asText(""),
        get(PATH).asText().orElse(null),
        get(STAGE).asText(""),
        values,
        get(SUB_PATHS).asTextMap());
  }

  /** The state according to the API, which keeps its own revisions where the API has none. */
  Value.Fields refresh(SecretRecord record) {
    long revision = Objects.requireNonNullElse(record.revision(), Math.max(revision(), 1L));
    Map<String, Long> revisions = Objects.requireNonNullElse(record.keyRevisions(), keyRevisions());
    Map<String, Value> keyRevisions = new TreeMap<>();
    for (String key : record.keys()) {
      keyRevisions.put(key, Value.number(revisions.getOrDefault(key, revision)));
    }
    return ClusterObject.identified(object, record)
        .with(DESCRIPTION, Value.text(record.description()))
        .with(TYPE, Value.text(record.type()))
        .with(PATH, Value.ofText(record.path()))
        .with(STAGE, Value.text(record.stage()))
        .with(SUB_PATHS, Reported.texts(get(SUB_PATHS), record.subPaths()))
        .with(KEYS, Value.setOfText(record.keys()))
        .with(REVISION, Value.number(revision))
        .with(KEY_REVISIONS, new Value.Fields(keyRevisions));
  }

  /**
   * The planned state after it was written, with the revisions of the API even where others were
   * planned.
   *
   * @param counted the revision where neither the plan nor the API knows it: on a plain BentoCloud
   *     the provider counts each content that it writes
   */
  SecretState written(SecretRecord record, long counted) {
    SecretState promised =
        get(REVISION).isUnknown()
            ? new SecretState(object.with(REVISION, Value.number(counted)))
            : this;
    Value.Fields answered = promised.refresh(record);
    return new SecretState(
        SecretSchema.SCHEMA
            .filled(object, answered)
            .with(REVISION, answered.get(REVISION))
            .with(KEY_REVISIONS, answered.get(KEY_REVISIONS)));
  }

  /** Whether what was written has the planned revisions, as far as they were known. */
  boolean isKept(SecretState written) {
    return Stream.of(REVISION, KEY_REVISIONS)
        .allMatch(each -> !get(each).isPresent() || get(each).equals(written.get(each)));
  }
}
