package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The record of each deployment, in a ConfigMap that owns all other objects of the deployment: when
 * it goes, they go.
 *
 * @param owner the engine that the records belong to
 */
record Records(String owner, ObjectWriter objects, ClusterView view) {
  private static final String KEY = "deployment.json";
  private static final Duration SEEN = Duration.ofSeconds(10);

  Optional<DeploymentRecord> find(String uid) {
    return view.record(uid).map(Records::read);
  }

  List<DeploymentRecord> all() {
    return view.records().stream().map(Records::read).toList();
  }

  private static DeploymentRecord read(ConfigMap object) {
    return DeploymentRecord.read(text(object));
  }

  private static String text(ConfigMap object) {
    return Objects.requireNonNullElse(object.getData().get(KEY), "");
  }

  /** Writes a record; who reads after this sees it. */
  OwnerReference save(DeploymentRecord record) throws InterruptedException {
    String text = record.text();
    ConfigMap written = objects.apply(object(record, text));
    view.await(
        () -> view.record(record.uid()).filter(one -> text(one).equals(text)).isPresent(), SEEN);
    return new OwnerReferenceBuilder()
        .withApiVersion("v1")
        .withKind("ConfigMap")
        .withName(written.getMetadata().getName())
        .withUid(written.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }

  private ConfigMap object(DeploymentRecord record, String text) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(ObjectNames.of(record.uid(), record.name()))
        .withLabels(Labels.of(owner, record.uid(), record.name()))
        .addToLabels(Labels.RECORD, "true")
        .endMetadata()
        .withData(Map.of(KEY, text))
        .build();
  }
}
