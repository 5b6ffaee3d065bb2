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
 * @param change who made this revision, and when
 * @param usedBy the number of deployments whose latest revision uses a secret of this name
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
    Change change,
    SecretLayout layout,
    int usedBy) {

  /**
   * A key.
   *
   * @param revision the revision in which its value last changed
   */
  public record Key(String name, @Nullable String subPath, int revision) {}

  /** The making of a revision. */
  record Change(User author, Instant at) {}

  public SecretType type() {
    return layout.type();
  }

  /** The folder of the files; null for {@link SecretType#ENV}. */
  public @Nullable String path() {
    return layout.path();
  }

  public Stage stage() {
    return layout.stage();
  }

  public List<Key> keys() {
    return layout.keys();
  }

  Secrets.Name fullName() {
    return new Secrets.Name(cluster, name);
  }

  public List<String> keyNames() {
    return layout.keyNames();
  }

  /**
   * The secret at its next revision.
   *
   * @param now as the database has it: to the microsecond
   */
  Secret revised(SecretLayout next, User author, Instant now) {
    Instant at = now.truncatedTo(ChronoUnit.MICROS);
    return new Secret(
        id,
        uid,
        cluster,
        name,
        description,
        creator,
        createdAt.truncatedTo(ChronoUnit.MICROS),
        at,
        revision + 1,
        new Change(author, at),
        next,
        usedBy);
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
        change,
        layout,
        usedBy);
  }

  /**
   * The secret as it is shown.
   *
   * @param unchanged whether a write found all as it was
   */
  public SecretResponse response(boolean unchanged) {
    return new SecretResponse(
        Resource.of("secret", uid, name, createdAt, updatedAt),
        description,
        creator.response(),
        new SecretResponse.Content(
            type().wire(),
            path(),
            stage().wire(),
            keys().stream()
                .map(
                    key -> new SecretResponse.Item(key.name(), key.subPath(), null, key.revision()))
                .toList()),
        cluster.response(),
        revision,
        unchanged,
        usedBy,
        change.author().response());
  }
}
