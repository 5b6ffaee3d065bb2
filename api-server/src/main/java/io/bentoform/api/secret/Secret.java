package io.bentoform.api.secret;

import io.bentoform.api.access.User;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.wire.Resource;
import io.bentoform.api.wire.SecretResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A secret at one of its revisions, without its values.
 *
 * @param revision the revision that this is, from 1
 */
public record Secret(
    long id,
    String uid,
    Cluster cluster,
    String name,
    String description,
    User creator,
    Instant createdAt,
    Instant updatedAt,
    int revision,
    SecretType type,
    @Nullable String path,
    Stage stage,
    List<Key> keys) {

  /**
   * A key.
   *
   * @param revision the revision in which its value last changed
   */
  public record Key(String name, @Nullable String subPath, int revision) {}

  public List<String> keyNames() {
    return keys.stream().map(Key::name).toList();
  }

  /**
   * The secret at its next revision.
   *
   * @param now as the database has it: to the microsecond
   */
  Secret revised(int next, SecretContent content, List<Key> newKeys, Instant now) {
    return new Secret(
        id,
        uid,
        cluster,
        name,
        description,
        creator,
        createdAt.truncatedTo(ChronoUnit.MICROS),
        now.truncatedTo(ChronoUnit.MICROS),
        next,
        content.type(),
        content.path(),
        content.stage(),
        newKeys);
  }

  /** The secret with another description. */
  Secret described(String newDescription, Instant now) {
    return new Secret(
        id,
        uid,
        cluster,
        name,
        newDescription,
        creator,
        createdAt,
        now.truncatedTo(ChronoUnit.MICROS),
        revision,
        type,
        path,
        stage,
        keys);
  }

  SecretResponse response(boolean unchanged) {
    return new SecretResponse(
        Resource.of("secret", uid, name, createdAt, updatedAt),
        description,
        creator.response(),
        new SecretResponse.Content(
            type.wire(),
            path,
            stage.wire(),
            keys.stream()
                .map(
                    key -> new SecretResponse.Item(key.name(), key.subPath(), null, key.revision()))
                .toList()),
        cluster.response(),
        revision,
        unchanged);
  }
}
