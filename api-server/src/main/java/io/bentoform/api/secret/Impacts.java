package io.bentoform.api.secret;

import io.bentoform.api.access.Principal;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.db.Database;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.SecretResponse;
import io.helidon.dbclient.DbExecute;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a write of a secret would lead to, for each deployment that uses it. The values are compared
 * by {@link Comparisons}, whose limit holds here too. Each deployment is judged by what its
 * replicas hold, so that a restart that was missed counts.
 */
public final class Impacts {
  private final Database database;
  private final SecretStore store;
  private final Comparisons comparisons;
  private final SecretUse use;

  public Impacts(Database database, DataKeys dataKeys, Comparisons comparisons, SecretUse use) {
    this.database = database;
    this.store = new SecretStore(new SecretValues(dataKeys));
    this.comparisons = comparisons;
    this.use = use;
  }

  /** The keys that differ for a deployment, and what that means for it. */
  private record Impact(SecretEffect effect, List<String> keys) {
    static final Impact NONE = new Impact(SecretEffect.NONE, List.of());

    static Impact of(SecretDifference difference) {
      return new Impact(difference.effect(), difference.keys());
    }
  }

  /** The rule of one write. The layout that a deployment holds is unknown of a deleted secret. */
  private interface Rule {
    Impact of(SecretUse.Held held, Optional<SecretLayout> layout);
  }

  private static SecretDifference since(
      SecretUse.Held held, Optional<SecretLayout> layout, SecretLayout next) {
    return layout
        .map(known -> SecretDifference.between(known, next))
        .orElseGet(() -> SecretDifference.fromNames(held.keys(), next));
  }

  /**
   * Of a create, or an update of the whole content.
   *
   * @throws ProblemException 422 when a value is to be kept that is not there, 429 when the user
   *     compared too often with the secret
   */
  SecretResponse.Impact ofWrite(Principal principal, Secrets.Name name, SecretContent content) {
    Comparisons.@Nullable Compared compared = compare(principal, name, content.items());
    requireKept(content, compared);
    if (compared == null) {
      List<String> keys = content.items().stream().map(SecretContent.Item::key).toList();
      SecretLayout made = SecretLayout.EMPTY.next(1, content, new HashSet<>(keys));
      return answer(
          name,
          null,
          new SecretResponse.Comparison("", 0, keys, List.of(), List.of(), List.of()),
          (held, layout) -> Impact.of(since(held, layout, made)));
    }
    Secret secret = compared.secret();
    Set<String> changed = new HashSet<>(compared.difference().added());
    changed.addAll(compared.difference().changed());
    SecretLayout next = secret.layout().next(secret.revision() + 1, content, changed);
    boolean written = !SecretDifference.between(secret.layout(), next).isEmpty();
    return answer(
        name,
        secret,
        compared.difference(),
        (held, layout) -> written ? Impact.of(since(held, layout, next)) : Impact.NONE);
  }

  /**
   * Of a deletion: replicas keep what they hold, and a later start lacks these keys.
   *
   * @throws ProblemException 404, or 429 as for a write
   */
  SecretResponse.Impact ofDeletion(Principal principal, Secrets.Name name) {
    Comparisons.@Nullable Compared compared = compare(principal, name, List.of());
    if (compared == null) {
      throw SecretRoutes.unknown(name.name());
    }
    return answer(
        name,
        compared.secret(),
        compared.difference(),
        (held, layout) -> new Impact(SecretEffect.NONE, held.keys().stream().sorted().toList()));
  }

  private Comparisons.@Nullable Compared compare(
      Principal principal, Secrets.Name name, List<SecretContent.Item> items) {
    return comparisons
        .compare(principal, List.of(new Comparisons.Candidate(name, items)))
        .get(name);
  }

  private static void requireKept(SecretContent content, Comparisons.@Nullable Compared compared) {
    List<String> there = compared == null ? List.of() : compared.secret().keyNames();
    List<Integer> missing =
        IntStream.range(0, content.items().size())
            .filter(i -> content.items().get(i).value() == null)
            .filter(i -> !there.contains(content.items().get(i).key()))
            .boxed()
            .toList();
    if (!missing.isEmpty()) {
      throw SecretRoutes.nothingToKeep(missing);
    }
  }

  private SecretResponse.Impact answer(
      Secrets.Name name, @Nullable Secret secret, SecretResponse.Comparison difference, Rule rule) {
    List<SecretResponse.Affected> affected =
        database.read(
            execute -> {
              List<SecretUse.UsingDeployment> users =
                  use.deployments(execute, name.cluster(), name.name());
              Map<Integer, SecretLayout> layouts =
                  secret == null ? Map.of() : layouts(execute, secret, users);
              return users.stream()
                  .map(user -> affected(name.cluster(), user, impact(user, secret, layouts, rule)))
                  .toList();
            });
    return new SecretResponse.Impact(
        secret == null ? null : secret.uid(),
        secret == null ? null : (Integer) secret.revision(),
        difference.added(),
        difference.removed(),
        difference.changed(),
        difference.unchanged(),
        affected);
  }

  /** Of those revisions of the secret that deployments hold. */
  private Map<Integer, SecretLayout> layouts(
      DbExecute execute, Secret secret, List<SecretUse.UsingDeployment> users) {
    Set<Integer> held =
        users.stream()
            .map(SecretUse.UsingDeployment::held)
            .filter(each -> each != null && each.uid().equals(secret.uid()))
            .map(each -> Objects.requireNonNull(each).revision())
            .collect(Collectors.toSet());
    return store.at(execute, secret.cluster(), secret.uid(), held).stream()
        .collect(Collectors.toMap(Secret::revision, Secret::layout));
  }

  private static Impact impact(
      SecretUse.UsingDeployment user,
      @Nullable Secret secret,
      Map<Integer, SecretLayout> layouts,
      Rule rule) {
    SecretUse.@Nullable Held held = user.held();
    if (held == null) {
      return Impact.NONE;
    }
    boolean same = secret != null && held.uid().equals(secret.uid());
    return rule.of(
        held, same ? Optional.ofNullable(layouts.get(held.revision())) : Optional.empty());
  }

  private static SecretResponse.Affected affected(
      Cluster cluster, SecretUse.UsingDeployment user, Impact impact) {
    @Nullable Duration start = user.lastStart();
    return new SecretResponse.Affected(
        user.name(),
        cluster.name(),
        user.uid(),
        user.status(),
        impact.effect().word(),
        impact.keys(),
        start == null ? null : (Double) (start.toMillis() / 1000.0));
  }
}
