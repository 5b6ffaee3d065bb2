package io.bentoform.api.secret;

import io.bentoform.api.access.Organization;
import io.bentoform.api.access.Principal;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.Uid;
import io.bentoform.api.http.Expectation;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.list.Page;
import io.bentoform.api.list.StreamedList;
import io.bentoform.api.wire.SecretResponse;
import io.helidon.dbclient.DbExecute;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The use cases of secrets. A change of content makes a revision; the same content again does not,
 * nor does another description. Only {@link #resolve} returns values.
 */
public final class Secrets {
  private final Database database;
  private final SecretValues values;
  private final SecretStore store;
  private final Audit audit;
  private final Clock clock;

  public Secrets(Database database, DataKeys dataKeys, Audit audit, Clock clock) {
    this.database = database;
    this.values = new SecretValues(dataKeys);
    this.store = new SecretStore(values);
    this.audit = audit;
    this.clock = clock;
  }

  /** The name of a secret in a cluster. */
  public record Name(Cluster cluster, String name) {}

  /** A secret with its values, to start a deployment. */
  public record Resolved(Secret secret, Map<String, Hidden> values) {}

  /**
   * A secret to create.
   *
   * @param uid null lets the server choose
   */
  record Draft(@Nullable String uid, String name, String description, SecretContent content) {}

  /** Creates a secret. A repeated create with the same uid changes nothing. */
  SecretWrite create(Principal principal, Cluster cluster, Draft draft) {
    String uid = Uid.chosen(draft.uid());
    try {
      return database.inTransaction(
          execute -> {
            Instant now = clock.instant();
            Secret secret = store.insert(execute, cluster, uid, draft, principal.user(), now);
            return revise(execute, principal, secret, draft.content(), Map.of(), "secret.create");
          });
    } catch (RuntimeException e) {
      if (Database.isDuplicate(e)) {
        return duplicate(cluster, draft.name(), uid);
      }
      throw e;
    }
  }

  private SecretWrite duplicate(Cluster cluster, String name, String uid) {
    Optional<Secret> same = find(cluster, name).filter(secret -> secret.uid().equals(uid));
    if (same.isPresent()) {
      return new SecretWrite.Unchanged(same.get());
    }
    return database.readOne(execute -> store.isTaken(execute, uid))
        ? new SecretWrite.UidTaken()
        : new SecretWrite.AlreadyExists();
  }

  /**
   * Changes a secret.
   *
   * @param description null keeps it
   * @param content null keeps it
   */
  SecretWrite update(
      Principal principal,
      Cluster cluster,
      String name,
      @Nullable String description,
      @Nullable SecretContent content,
      Expectation expected) {
    return database.inTransaction(
        execute -> {
          Optional<Secret> found = store.lock(execute, cluster, name);
          if (found.isEmpty()) {
            return new SecretWrite.NotFound();
          }
          Secret secret = found.get();
          expected.require("secret " + name, secret.uid(), secret.revision());
          boolean described = description != null && !description.equals(secret.description());
          Map<String, Hidden> present =
              content == null ? Map.of() : values.of(execute, principal.organization(), secret);
          if (content != null) {
            List<Integer> missing = nothingToKeep(content, present);
            if (!missing.isEmpty()) {
              return new SecretWrite.NothingToKeep(missing);
            }
          }
          Secret current =
              description != null && described
                  ? store.describe(execute, secret, description, clock.instant())
                  : secret;
          boolean revised = content != null && isChange(secret, content, present);
          return content != null && revised
              ? revise(execute, principal, current, content, present, "secret.update")
              : described(execute, principal, current, described);
        });
  }

  /** The positions of keys whose value is to be kept and that the secret does not have. */
  private static List<Integer> nothingToKeep(SecretContent content, Map<String, Hidden> present) {
    return IntStream.range(0, content.items().size())
        .filter(i -> content.items().get(i).value() == null)
        .filter(i -> !present.containsKey(content.items().get(i).key()))
        .boxed()
        .toList();
  }

  private SecretWrite described(
      DbExecute execute, Principal principal, Secret secret, boolean described) {
    if (!described) {
      return new SecretWrite.Unchanged(secret);
    }
    audit.record(execute, principal, event("secret.describe", secret, Map.of()));
    return new SecretWrite.Written(secret);
  }

  private SecretWrite revise(
      DbExecute execute,
      Principal principal,
      Secret secret,
      SecretContent content,
      Map<String, Hidden> present,
      String action) {
    Map<String, Hidden> changed = changes(content, present);
    Secret written =
        store.revise(
            execute,
            principal.organization(),
            secret,
            content,
            changed,
            principal.user(),
            clock.instant());
    audit.record(
        execute,
        principal,
        event(
            action,
            written,
            Map.of(
                "revision",
                written.revision(),
                "keys",
                written.keyNames(),
                "changed",
                List.copyOf(changed.keySet()))));
    return new SecretWrite.Written(written);
  }

  /** Whether anything differs but the order of the keys. */
  private static boolean isChange(
      Secret secret, SecretContent content, Map<String, Hidden> present) {
    SecretLayout next =
        secret.layout().next(secret.revision() + 1, content, changes(content, present).keySet());
    return !SecretDifference.between(secret.layout(), next).isEmpty();
  }

  private static Map<String, Hidden> changes(SecretContent content, Map<String, Hidden> present) {
    Map<String, Hidden> changes = new LinkedHashMap<>();
    for (SecretContent.Item item : content.items()) {
      Hidden before = present.get(item.key());
      if (item.value() != null && (before == null || !before.matches(item.value()))) {
        changes.put(item.key(), item.value());
      }
    }
    return changes;
  }

  public Optional<Secret> find(Cluster cluster, String name) {
    return database.readOne(execute -> store.find(execute, cluster, name));
  }

  /**
   * The secret of this name.
   *
   * @throws ProblemException 404 when there is none
   */
  public Secret named(Cluster cluster, String name) {
    return find(cluster, name).orElseThrow(() -> SecretRoutes.unknown(name));
  }

  /** All secrets of these clusters, by name. */
  public List<SecretResponse> all(List<Cluster> clusters) {
    return database.read(
        store.list(clusters, Page.all("sort:name-asc"), "").shown(secret -> secret.response(false))
            ::read);
  }

  /** As {@link #find(Cluster, String)}, inside the caller's transaction. */
  public Optional<Secret> find(DbExecute execute, Cluster cluster, String name) {
    return store.find(execute, cluster, name);
  }

  /** Those of the secrets that are there, inside the caller's transaction. */
  public Map<Name, Secret> find(DbExecute execute, Set<Name> names) {
    return store.find(execute, names).stream()
        .collect(Collectors.toMap(Secret::fullName, Function.identity()));
  }

  /**
   * As {@link #find(Cluster, String)}, inside a transaction that must see the same secret to its
   * end.
   */
  public Optional<Secret> lock(DbExecute execute, Cluster cluster, String name) {
    return store.lock(execute, cluster, name);
  }

  StreamedList<SecretResponse> list(Principal principal, List<Cluster> clusters, Page page) {
    return store
        .list(clusters, page, principal.user().name())
        .shown(secret -> secret.response(false))
        .from(database);
  }

  boolean delete(Principal principal, Cluster cluster, String name, Expectation expected) {
    return database.inTransaction(
        execute -> {
          Optional<Secret> found = store.lock(execute, cluster, name);
          found.ifPresent(
              secret -> {
                expected.require("secret " + name, secret.uid(), secret.revision());
                store.delete(execute, secret);
                audit.record(
                    execute,
                    principal,
                    event("secret.delete", secret, Map.of("revision", secret.revision())));
              });
          return found.isPresent();
        });
  }

  /** A secret with its values at its present revision, inside the caller's transaction. */
  public Optional<Resolved> resolve(
      DbExecute execute, Organization organization, Cluster cluster, String name) {
    return store
        .find(execute, cluster, name)
        .map(secret -> new Resolved(secret, values.of(execute, organization, secret)));
  }

  /** A secret with its values at one of its revisions; nothing when the secret was deleted. */
  public Optional<Resolved> resolve(
      DbExecute execute, Organization organization, Cluster cluster, String uid, int revision) {
    return store.at(execute, cluster, uid, List.of(revision)).stream()
        .findFirst()
        .map(secret -> new Resolved(secret, values.of(execute, organization, secret)));
  }

  private static Audit.Event event(String action, Secret secret, Map<String, ?> detail) {
    return new Audit.Event(action, "secret", secret.cluster().name(), secret.name(), detail);
  }
}
