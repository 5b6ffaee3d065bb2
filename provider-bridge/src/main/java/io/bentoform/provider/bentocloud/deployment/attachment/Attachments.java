package io.bentoform.provider.bentocloud.deployment.attachment;

import static io.bentoform.provider.bentocloud.deployment.attachment.AttachmentSchema.SECRETS;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.schema.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The secrets that a deployment attaches: those of the main version, then those of canary versions
 * that have their own. A version without any uses those of the main one.
 *
 * @param byPlace the elements of each list, by the path of the list
 */
public record Attachments(Map<Path, List<AttachedSecret>> byPlace) {

  public static final Attachments NONE = new Attachments(Map.of());

  /**
   * The secrets that a configuration, plan or state attaches; none where they are unknown.
   *
   * @param schema the attributes of the deployment that attach secrets
   */
  public static Attachments of(Schema schema, Value.Fields deployment) {
    Map<Path, List<AttachedSecret>> places = new LinkedHashMap<>();
    schema.visit(
        deployment,
        null,
        place -> {
          if (place.attribute().name().equals(SECRETS) && place.value().isPresent()) {
            places.put(place.path(), AttachedSecret.list(place.value()));
          }
        });
    return new Attachments(places);
  }

  /** The deployment with these secrets; lists that are null or unknown remain so. */
  public Value.Fields into(Schema schema, Value.Fields deployment) {
    return schema.rewrite(
        deployment,
        null,
        deployment,
        place ->
            byPlace.containsKey(place.path())
                ? AttachedSecret.value(at(place.path()))
                : place.value());
  }

  /** Those of one list; none where there is no such list. */
  public List<AttachedSecret> at(Path place) {
    return byPlace.getOrDefault(place, List.of());
  }

  public List<AttachedSecret> main() {
    return at(Path.of(SECRETS));
  }

  public Stream<AttachedSecret> all() {
    return byPlace.values().stream().flatMap(List::stream);
  }

  /** The same with other elements in each list. */
  Attachments with(BiFunction<Path, List<AttachedSecret>, List<AttachedSecret>> change) {
    Map<Path, List<AttachedSecret>> changed = new LinkedHashMap<>();
    byPlace.forEach((place, secrets) -> changed.put(place, change.apply(place, secrets)));
    return new Attachments(changed);
  }
}
