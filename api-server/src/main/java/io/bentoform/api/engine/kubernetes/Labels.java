package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.Specification;
import java.util.LinkedHashMap;
import java.util.Map;

/** The labels and annotations of objects, by which they are found again. */
final class Labels {
  static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  static final String MANAGER = "bentoform";
  static final String PART_OF = "app.kubernetes.io/part-of";

  /** Which engine an object belongs to. */
  static final String OWNER = "bentoform.io/cluster-uid";

  static final String UID = "bentoform.io/deployment-uid";

  /** Which service of the deployment: a digest, as its name need not be a label. */
  static final String SERVICE = "bentoform.io/service";

  /** Marks the ConfigMap with the record of a deployment. */
  static final String RECORD = "bentoform.io/record";

  /** An annotation: the service as {@link ServiceId#text} writes it. */
  static final String SERVICE_NAME = "bentoform.io/service-name";

  /** The revision of the deployment: an annotation, of Secrets a label. */
  static final String REVISION = "bentoform.io/revision";

  private static final String NAME = "app.kubernetes.io/name";
  private static final String INSTANCE = "app.kubernetes.io/instance";

  private Labels() {}

  /** What never changes in the life of a service. */
  static Map<String, String> selector(String uid, ServiceId service) {
    return Map.of(UID, uid, SERVICE, ObjectNames.unique(uid, service));
  }

  /** All labels of an object of a service. */
  static Map<String, String> of(String owner, Specification specification, ServiceId service) {
    Map<String, String> labels =
        new LinkedHashMap<>(of(owner, specification.uid(), specification.name()));
    labels.putAll(selector(specification.uid(), service));
    return labels;
  }

  /** All labels of what a deployment has once. */
  static Map<String, String> of(String owner, String uid, String deployment) {
    return Map.of(UID, uid, OWNER, owner, MANAGED_BY, MANAGER, NAME, "bento", INSTANCE, deployment);
  }

  /** All annotations of an object of a service. */
  static Map<String, String> annotations(Specification specification, ServiceId service) {
    return Map.of(
        SERVICE_NAME, service.text(), REVISION, Integer.toString(specification.revision()));
  }
}
