package io.bentoform.provider.bentocloud.deployment;

import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.CANARY;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.SECRETS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.VERSIONS;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The secrets that a deployment attaches: those of the main version, then those of canary versions
 * that have their own. A version without any uses those of the main one.
 *
 * @param byPlace the elements of each list, by the path of the list
 */
record Attachments(Map<Path, List<AttachedSecret>> byPlace) {

  static final Attachments NONE = new Attachments(Map.of());

  /** The attached secrets of these two attributes; of an unknown one there are none. */
  static Attachments of(Value secrets, Value canary) {
    Map<Path, List<AttachedSecret>> places = new LinkedHashMap<>();
    places.put(Path.of(SECRETS), AttachedSecret.list(secrets));
    versions(canary)
        .forEach(
            (label, version) -> {
              Value own = version.get(SECRETS);
              if (own.isPresent()) {
                places.put(place(label), AttachedSecret.list(own));
              }
            });
    return new Attachments(places);
  }

  private static Map<String, Value> versions(Value canary) {
    return canary.get(VERSIONS).asMap();
  }

  /** The path of the list of a canary version. */
  static Path place(String label) {
    return Path.of(CANARY).attribute(VERSIONS).key(label).attribute(SECRETS);
  }

  /** Those of one list; none where there is no such list. */
  List<AttachedSecret> at(Path place) {
    return byPlace.getOrDefault(place, List.of());
  }

  List<AttachedSecret> main() {
    return at(Path.of(SECRETS));
  }

  Stream<AttachedSecret> all() {
    return byPlace.values().stream().flatMap(List::stream);
  }

  /** The same with other elements in each list. */
  Attachments with(BiFunction<Path, List<AttachedSecret>, List<AttachedSecret>> change) {
    Map<Path, List<AttachedSecret>> changed = new LinkedHashMap<>();
    byPlace.forEach((place, secrets) -> changed.put(place, change.apply(place, secrets)));
    return new Attachments(changed);
  }

  /** The value of {@code secrets}; it stays null or unknown. */
  Value intoSecrets(Value secrets) {
    return secrets.isPresent() ? AttachedSecret.value(main()) : secrets;
  }

  /** The value of {@code canary} with these secrets. */
  Value intoCanary(Value canary) {
    if (versions(canary).isEmpty()) {
      return canary;
    }
    Map<String, Value> versions = new TreeMap<>();
    versions(canary)
        .forEach(
            (label, version) ->
                versions.put(
                    label,
                    byPlace.containsKey(place(label))
                        ? with(version, SECRETS, AttachedSecret.value(at(place(label))))
                        : version));
    return with(canary, VERSIONS, new Value.Fields(versions));
  }

  private static Value with(Value object, String name, Value member) {
    Map<String, Value> members = new TreeMap<>(object.asMap());
    members.put(name, member);
    return new Value.Fields(members);
  }
}
