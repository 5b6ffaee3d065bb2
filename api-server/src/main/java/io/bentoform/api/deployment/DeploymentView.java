package io.bentoform.api.deployment;

import io.bentoform.api.access.Cluster;
import io.bentoform.api.secret.Secrets;
import io.bentoform.api.wire.DeploymentResponse;
import io.bentoform.api.wire.DeploymentResponse.SecretState;
import io.bentoform.api.wire.Resource;
import io.helidon.dbclient.DbExecute;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes the answer that shows a deployment. */
final class DeploymentView {
  private final DeploymentStore store;
  private final Secrets secrets;

  DeploymentView(DeploymentStore store, Secrets secrets) {
    this.store = store;
    this.secrets = secrets;
  }

  DeploymentResponse response(DbExecute execute, Deployment deployment) {
    Revision latest = store.revision(execute, deployment.id(), deployment.revision());
    Cluster cluster = deployment.cluster();
    return new DeploymentResponse(
        Resource.of(
                "deployment",
                deployment.uid(),
                deployment.name(),
                deployment.createdAt(),
                deployment.updatedAt())
            .withLabels(deployment.labels()),
        deployment.status().wire(),
        cluster.namespace(),
        deployment.creator().response(),
        cluster.response(),
        revision(latest),
        new DeploymentResponse.Manifest(deployment.dev(), null),
        deployment.urlIfAny().map(List::of).orElse(List.of()),
        deployment.revision(),
        secretStates(execute, deployment, latest),
        Conditions.of(deployment, latest));
  }

  private static DeploymentResponse.Revision revision(Revision revision) {
    DeploymentResponse.Target main =
        new DeploymentResponse.Target(
            Resource.of("deployment_revision", revision.uid(), "main", revision.createdAt(), null),
            revision.creator().response(),
            revision.config(),
            revision.bento().response(),
            "",
            "");
    return new DeploymentResponse.Revision(
        Resource.of(
            "deployment_revision", revision.uid(), revision.uid(), revision.createdAt(), null),
        revision.creator().response(),
        "active",
        List.of(main));
  }

  private List<SecretState> secretStates(
      DbExecute execute, Deployment deployment, Revision latest) {
    OptionalInt heldRevision = deployment.heldRevision();
    List<Revision.AttachedSecret> held =
        heldRevision.isEmpty()
            ? List.of()
            : store.secrets(execute, deployment.id(), heldRevision.getAsInt());
    return latest.secrets().stream()
        .map(
            recorded -> {
              Optional<Revision.AttachedSecret> ofSameName =
                  held.stream().filter(one -> one.name().equals(recorded.name())).findFirst();
              return SecretStates.of(
                  recorded,
                  ofSameName,
                  secrets.find(execute, deployment.cluster(), recorded.name()));
            })
        .toList();
  }
}
