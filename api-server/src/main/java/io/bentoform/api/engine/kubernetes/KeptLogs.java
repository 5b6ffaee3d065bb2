package io.bentoform.api.engine.kubernetes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bentoform.api.engine.PodLog;
import io.bentoform.api.engine.local.log.FollowedFile;
import io.bentoform.api.engine.local.log.LogLimits;
import io.bentoform.api.engine.local.log.RotatingFile;
import io.bentoform.api.files.FileTrees;
import io.bentoform.api.files.PrivateFiles;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The logs of containers that ended: the cluster forgets them with their pod, so they are fetched
 * while the pod leaves, to a file for each pod.
 */
final class KeptLogs {
  private static final System.Logger LOG = System.getLogger(KeptLogs.class.getName());

  private static final Pattern POD = Pattern.compile("[a-z0-9][-a-z0-9.]{0,252}");

  /** Longer than a pod takes to leave. */
  private static final Duration REMEMBERED = Duration.ofHours(6);

  private final Path folder;
  private final PodLogs logs;
  private final LogLimits limits;
  private final Cache<String, Boolean> begun =
      Caffeine.newBuilder().expireAfterAccess(REMEMBERED).build();

  /** Logs in a folder of this machine, which is made when it is needed. */
  KeptLogs(Path folder, PodLogs logs, LogLimits limits) {
    this.folder = folder;
    this.logs = logs;
    this.limits = limits;
  }

  /** A pod has changed: what of it has ended is fetched, once. */
  void look(Pod pod) {
    PodState state = new PodState(pod);
    String container = state.isPrepared() ? PodSpecification.BENTO : PodSpecification.PREPARE;
    for (ContainerStatus each : state.containers()) {
      if (each.getRestartCount() > 0) {
        fetch(
            state,
            each.getName() + " " + each.getRestartCount(),
            () -> logs.before(state.name(), each.getName()));
      }
    }
    if (state.isLeaving()) {
      fetch(state, "end", () -> logs.last(state.name(), container));
    }
  }

  private interface Source {
    InputStream open();
  }

  private void fetch(PodState pod, String what, Source source) {
    if (begun.asMap().putIfAbsent(pod.uid() + " " + what, true) == null) {
      Thread.ofVirtual().name("log-of-" + pod.name()).start(() -> copy(pod, source));
    }
  }

  private void copy(PodState pod, Source source) {
    try (InputStream in = source.open();
        OutputStream out =
            Files.newOutputStream(
                FileTrees.privateFile(folder.resolve(pod.deployment()), file(pod.name())),
                StandardOpenOption.APPEND)) {
      in.transferTo(out);
    } catch (IOException | KubernetesClientException e) {
      LOG.log(System.Logger.Level.DEBUG, "The log of pod {0} is not kept: {1}", pod.name(), e);
    }
  }

  private static String file(String pod) {
    return pod + ".log";
  }

  /** The log of a pod that ended, from some lines before its end. */
  Optional<PodLog> find(String uid, String pod, int lines) throws IOException {
    if (!POD.matcher(pod).matches()) {
      return Optional.empty();
    }
    Path file = folder.resolve(uid).resolve(file(pod));
    return Files.exists(file)
        ? Optional.of(FollowedFile.open(new RotatingFile(file, limits), lines, () -> false))
        : Optional.empty();
  }

  /** Removes the logs of a deployment. */
  void forget(String uid) throws IOException {
    PrivateFiles.delete(folder.resolve(uid));
  }

  /** Removes logs that were last written before a time. */
  void removeUnused(Instant before) throws IOException {
    for (Path deployment : FileTrees.children(folder)) {
      for (Path file : FileTrees.children(deployment)) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.delete(file);
        }
      }
    }
  }
}
