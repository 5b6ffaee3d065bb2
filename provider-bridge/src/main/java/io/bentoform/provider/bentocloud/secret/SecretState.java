package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.bentocloud.Run;
import io.bentoform.provider.client.Origin;
import io.bentoform.provider.client.SecretRecord;
import io.bentoform.provider.cty.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The attributes of a state or plan of a secret. */
record SecretState(Value.Fields object) {

  private static final String WIRE_FILE = "mountfile";

  String name() {
    return object.get(SecretSchema.NAME).asText().orElse("");
  }

  @Nullable String cluster() {
    return object.get(SecretSchema.CLUSTER).asText().orElse(null);
  }

  ObjectId id() {
    return new ObjectId(cluster(), name());
  }

  /** The uid; null in a state of an earlier release until it is refreshed. */
  @Nullable String uid() {
    return object.get(SecretSchema.UID).asText().orElse(null);
  }

  /** Whether the uid is that of another secret of the same name. */
  boolean isAnother(@Nullable String there) {
    return Origin.areDifferent(uid(), there);
  }

  /** Records the secret for deployments that refer to it by name. */
  void keepIn(Run run) {
    Run.Secret secret =
        new Run.Secret(
            object.get(SecretSchema.KEYS),
            object.get(SecretSchema.REVISION),
            object.get(SecretSchema.UID));
    run.keep(id(), secret);
  }

  Set<String> keys() {
    return object.get(SecretSchema.KEYS).asTextSet();
  }

  /** The revision, 0 when it is null or unknown. */
  long revision() {
    return object.get(SecretSchema.REVISION).asLong().orElse(0L);
  }

  Map<String, Long> keyRevisions() {
    Map<String, Long> revisions = new TreeMap<>();
    object
        .get(SecretSchema.KEY_REVISIONS)
        .asMap()
        .forEach((key, value) -> value.asLong().ifPresent(each -> revisions.put(key, each)));
    return revisions;
  }

  String text(String attribute) {
    return object.get(attribute).asText().orElse("");
  }

  /** The type as the API names it. */
  String wireType() {
    return text(SecretSchema.TYPE).equals(SecretSchema.FILE) ? WIRE_FILE : "env";
  }

  /** The path to send to the API; null for environment variables. */
  @Nullable String wirePath() {
    return object.get(SecretSchema.PATH).asText().orElse(null);
  }

  /**
   * The state according to the API, keeping prior values that are semantically equal.
   *
   * @param record the answer
   */
  SecretState refresh(SecretRecord record) {
    String cluster = record.cluster() == null ? cluster() : record.cluster();
    String type = record.type().equals(WIRE_FILE) ? SecretSchema.FILE : SecretSchema.ENV;
    String path = type.equals(SecretSchema.FILE) ? record.path() : null;
    Value known = object.get(SecretSchema.PATH);
    Value samePath = path == null ? Value.ofNull() : Value.text(path);
    // A secret without a stage is visible in all stages.
    String stage = record.stage() == null ? "all" : record.stage();
    Map<String, Value> entries = new TreeMap<>(object.entries());
    entries.put(SecretSchema.NAME, Value.text(record.name()));
    entries.put(SecretSchema.CLUSTER, Value.text(cluster == null ? "default" : cluster));
    entries.put(
        SecretSchema.ID, Value.text((cluster == null ? "default" : cluster) + "/" + record.name()));
    String uid = record.origin().uid();
    entries.put(SecretSchema.UID, uid == null ? Value.ofNull() : Value.text(uid));
    entries.put(SecretSchema.DESCRIPTION, Value.text(record.description()));
    entries.put(SecretSchema.TYPE, Value.text(type));
    entries.put(
        SecretSchema.PATH,
        SecretPaths.isSame(known.asText().orElse(null), path) ? known : samePath);
    entries.put(SecretSchema.STAGE, Value.text(stage));
    entries.put(SecretSchema.SUB_PATHS, subPaths(record));
    entries.put(SecretSchema.KEYS, Value.setOfText(record.keys()));
    entries.put(SecretSchema.VALUES, Value.ofNull());
    Long revision = record.revision();
    long number = revision == null ? Math.max(revision(), 1) : revision;
    entries.put(SecretSchema.REVISION, Value.number(number));
    entries.put(SecretSchema.KEY_REVISIONS, keyRevisions(record, number));
    return new SecretState(new Value.Fields(entries));
  }

  private Value subPaths(SecretRecord record) {
    Map<String, String> subPaths = new LinkedHashMap<>();
    record
        .items()
        .forEach(
            (key, item) -> {
              String subPath = item.subPath();
              if (subPath != null && !subPath.isEmpty()) {
                subPaths.put(key, subPath);
              }
            });
    Value known = object.get(SecretSchema.SUB_PATHS);
    // An empty map and null are equivalent.
    return subPaths.isEmpty() && known.asMap().isEmpty() && !known.isUnknown()
        ? known
        : Value.mapOfText(subPaths);
  }

  private Value keyRevisions(SecretRecord record, long number) {
    Map<String, Long> answered = record.keyRevisions();
    Map<String, Long> known = keyRevisions();
    Map<String, Value> revisions = new TreeMap<>();
    for (String key : record.keys()) {
      Long revision = answered == null ? known.get(key) : answered.get(key);
      revisions.put(key, Value.number(revision == null ? number : revision));
    }
    return new Value.Fields(revisions);
  }
}
