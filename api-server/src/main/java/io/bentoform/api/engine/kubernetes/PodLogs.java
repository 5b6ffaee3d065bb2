package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.EnvironmentVariable;
import io.bentoform.api.engine.PodLog;
import io.bentoform.api.engine.SecretFile;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.local.python.Redaction;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;

/** The logs of pods, as the cluster has them. */
record PodLogs(KubernetesClient client, String namespace) {
  private static final int LINES_REPORTED = 12;
  private static final int LINES_KEPT = 20_000;

  /** Follows the log of a container. */
  PodLog follow(String pod, String container, int lines) {
    return new FollowedPodLog(container(pod, container).tailingLines(lines).watchLog());
  }

  /** What a container that leaves has written, and goes on to write until it has ended. */
  InputStream last(String pod, String container) {
    return container(pod, container).tailingLines(LINES_KEPT).watchLog().getOutput();
  }

  /** What the container has written that ran before the present one. */
  InputStream before(String pod, String container) {
    return container(pod, container).terminated().tailingLines(LINES_KEPT).getLogInputStream();
  }

  private ContainerResource container(String pod, String container) {
    return client.pods().inNamespace(namespace).withName(pod).inContainer(container);
  }

  /** The last lines of a container's log, masked, for a message. */
  String lastLines(String pod, String container, Specification specification) {
    List<Hidden> values =
        Stream.of(
                specification.services().stream()
                    .flatMap(service -> service.environment().stream())
                    .map(EnvironmentVariable::value),
                specification.buildEnvironment().stream().map(EnvironmentVariable::value),
                specification.files().stream().map(SecretFile::content))
            .flatMap(stream -> stream)
            .toList();
    String lines = tail(pod, container).strip();
    return lines.isEmpty()
        ? " Its log is empty."
        : " The last lines of its log:\n" + new Redaction(values).of(lines);
  }

  /** Of the container that ended, where another one runs in its place by now. */
  private String tail(String pod, String container) {
    try {
      return container(pod, container).terminated().tailingLines(LINES_REPORTED).getLog();
    } catch (KubernetesClientException e) {
      return current(pod, container);
    }
  }

  private String current(String pod, String container) {
    try {
      return container(pod, container).tailingLines(LINES_REPORTED).getLog();
    } catch (KubernetesClientException e) {
      return "";
    }
  }
}
