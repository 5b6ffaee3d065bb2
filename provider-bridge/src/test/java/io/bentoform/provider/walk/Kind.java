package io.bentoform.provider.walk;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.deployment.DeploymentResource;
import io.bentoform.provider.bentocloud.secret.SecretResource;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.schema.Schema;

/**
 * A kind of resource.
 *
 * @param rank of those that depend on each other the lower comes first
 */
record Kind(int rank, String typeName, Schema schema) {

  static final Kind SECRET = of(0, new SecretResource(new ApiAccess()));
  static final Kind DEPLOYMENT = of(1, new DeploymentResource(new ApiAccess()));

  static Kind of(int rank, Resource resource) {
    return new Kind(rank, resource.typeName(), resource.schema());
  }

  @Override
  public String toString() {
    return typeName;
  }
}
