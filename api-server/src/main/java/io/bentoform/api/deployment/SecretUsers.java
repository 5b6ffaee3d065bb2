package io.bentoform.api.deployment;

import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.list.Page;
import io.bentoform.api.secret.SecretUse;
import io.helidon.dbclient.DbExecute;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The deployments that use a secret, and what they hold of it. */
public final class SecretUsers implements SecretUse {
  private final DeploymentStore deployments = new DeploymentStore();
  private final EventStore events = new EventStore();
  private final RevisionStore revisions;

  public SecretUsers(RevisionStore revisions) {
    this.revisions = revisions;
  }

  @Override
  public List<SecretUse.UsingDeployment> deployments(
      DbExecute execute, Cluster cluster, String secret) {
    List<Deployment> users =
        deployments
            .list(List.of(cluster), Page.all("sort:name-asc secret:" + secret), "")
            .read(execute);
    Map<RevisionStore.Key, List<Revision.AttachedSecret>> attached =
        revisions.secrets(execute, users.stream().flatMap(SecretUsers::keys).distinct().toList());
    Map<Long, Duration> starts =
        events.lastStarts(execute, users.stream().map(Deployment::id).toList());
    return users.stream()
        .map(
            user ->
                new SecretUse.UsingDeployment(
                    user.name(),
                    user.uid(),
                    user.status().wire(),
                    held(user, secret, attached),
                    starts.get(user.id())))
        .toList();
  }

  /** The held revision first, if there is one, then the latest one. */
  private static Stream<RevisionStore.Key> keys(Deployment user) {
    OptionalInt held = user.heldRevision();
    return Stream.concat(held.stream().boxed(), Stream.of(user.revision()))
        .map(number -> new RevisionStore.Key(user.id(), number));
  }

  private static SecretUse.@Nullable Held held(
      Deployment user, String secret, Map<RevisionStore.Key, List<Revision.AttachedSecret>> all) {
    if (user.status() == Status.TERMINATING || user.status() == Status.TERMINATED) {
      return null;
    }
    Optional<Revision.AttachedSecret> held =
        keys(user)
            .map(key -> all.getOrDefault(key, List.of()))
            .flatMap(Collection::stream)
            .filter(each -> each.name().equals(secret))
            .findFirst();
    return held.map(each -> new SecretUse.Held(each.uid(), each.revision(), each.keys()))
        .orElse(null);
  }
}
