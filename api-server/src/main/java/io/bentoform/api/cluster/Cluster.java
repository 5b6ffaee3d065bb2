package io.bentoform.api.cluster;

import io.bentoform.api.access.User;
import io.bentoform.api.wire.ClusterResponse;
import io.bentoform.api.wire.ListedClusterResponse;
import io.bentoform.api.wire.Resource;
import java.time.Instant;

/**
 * Where deployments run and to which a secret belongs.
 *
 * @param organizationUid of the organization that owns it
 * @param first whether it is the default when none is named
 * @param engine what runs its deployments
 */
public record Cluster(
    long id,
    String uid,
    String name,
    String description,
    long organizationId,
    String organizationUid,
    String organizationName,
    User creator,
    Instant createdAt,
    boolean first,
    ClusterEngine engine) {

  /** The namespace that the client shows for deployments here. */
  public String namespace() {
    return organizationName + "--" + name;
  }

  public ClusterResponse response() {
    return new ClusterResponse(
        Resource.of("cluster", uid, name, createdAt, null),
        description,
        organizationName,
        creator.response(),
        first);
  }

  ListedClusterResponse listed() {
    return new ListedClusterResponse(response(), engine.response());
  }
}
