package io.bentoform.api.secret;

import io.bentoform.api.access.Principal;
import io.bentoform.api.access.RateLimit;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Database;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.SecretResponse;
import io.helidon.dbclient.DbExecute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares values with stored ones; all that it answers is key names. It could be abused to guess
 * the value of a secret, so the rate is limited by user and secret, for all routes together; the
 * number of secrets in a plan does not matter.
 */
public final class Comparisons {
  private static final int AT_ONCE = 60;
  private static final int PER_SECOND = 1;

  private final Database database;
  private final SecretValues values;
  private final SecretStore store;
  private final Audit audit;
  private final RateLimit limit;

  public Comparisons(Database database, DataKeys dataKeys, Audit audit) {
    this.database = database;
    this.values = new SecretValues(dataKeys);
    this.store = new SecretStore(values);
    this.audit = audit;
    this.limit = new RateLimit(database, "comparison", AT_ONCE, PER_SECOND);
  }

  /** Values to compare with those of a secret; null stands for the one that is stored. */
  record Candidate(Secrets.Name name, List<SecretContent.Item> items) {}

  /** A secret and how values differ from its own. */
  record Compared(Secret secret, SecretResponse.Comparison difference) {}

  /**
   * How values differ from the stored ones, by secret; missing secrets are left out. One
   * transaction, with one audit record.
   *
   * @throws ProblemException 429 when the user compared too often with one of the secrets
   */
  Map<Secrets.Name, Compared> compare(Principal principal, List<Candidate> candidates) {
    requireRate(principal, candidates);
    return database.inTransaction(
        execute -> {
          Map<Secrets.Name, Secret> found = find(execute, candidates);
          Map<Long, Map<String, Hidden>> present =
              values.of(execute, principal.organization(), found.values());
          record(execute, principal, List.copyOf(found.values()));
          Map<Secrets.Name, Compared> compared = new LinkedHashMap<>();
          for (Candidate candidate : candidates) {
            Secret secret = found.get(candidate.name());
            if (secret != null) {
              Map<String, Hidden> own = present.getOrDefault(secret.id(), Map.of());
              compared.put(
                  candidate.name(),
                  new Compared(secret, difference(secret, own, candidate.items())));
            }
          }
          return compared;
        });
  }

  /** By user, because a user can have any number of tokens. */
  private void requireRate(Principal principal, List<Candidate> candidates) {
    Map<String, Secrets.Name> callers = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      Secrets.Name name = candidate.name();
      callers.put(principal.user().name() + "/" + name.cluster().id() + "/" + name.name(), name);
    }
    limit.refused(callers.keySet()).stream()
        .findFirst()
        .map(callers::get)
        .ifPresent(
            name -> {
              throw ProblemException.tooManyRequests(
                  "Too many comparisons with the secret "
                      + name.name()
                      + ". Try again in a second.");
            });
  }

  private Map<Secrets.Name, Secret> find(DbExecute execute, List<Candidate> candidates) {
    Set<Secrets.Name> names = candidates.stream().map(Candidate::name).collect(Collectors.toSet());
    return store.find(execute, names).stream()
        .collect(Collectors.toMap(Secret::fullName, secret -> secret));
  }

  private void record(DbExecute execute, Principal principal, List<Secret> compared) {
    if (compared.isEmpty()) {
      return;
    }
    boolean one = compared.size() == 1;
    Secret first = compared.getFirst();
    audit.record(
        execute,
        principal,
        new Audit.Event(
            "secret.compare",
            "secret",
            first.cluster().name(),
            one ? first.name() : "",
            one
                ? Map.of("revision", first.revision())
                : Map.of("secrets", compared.stream().map(Secret::name).sorted().toList())));
  }

  private static SecretResponse.Comparison difference(
      Secret secret, Map<String, Hidden> values, List<SecretContent.Item> items) {
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    List<String> unchanged = new ArrayList<>();
    Set<String> removed = new HashSet<>(values.keySet());
    for (SecretContent.Item item : items) {
      removed.remove(item.key());
      Hidden stored = values.get(item.key());
      if (stored == null) {
        added.add(item.key());
      } else {
        boolean same = item.value() == null || stored.matches(item.value());
        (same ? unchanged : changed).add(item.key());
      }
    }
    return new SecretResponse.Comparison(
        secret.uid(),
        secret.revision(),
        added,
        removed.stream().sorted().toList(),
        changed,
        unchanged);
  }
}
