package io.bentoform.api.engine.local;

import io.bentoform.api.engine.Pod;
import io.bentoform.api.engine.PodLog;
import io.bentoform.api.engine.local.python.BuildLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pods of one deployment: the build of the latest rollout and each replica, or instead of them
 * the codespace, which stays up while its processes restart.
 */
final class Pods {
  private final String deployment;
  private final String uid;
  private final Supplier<List<Replica>> replicas;
  private final ReplicaLogs logs;
  private volatile @Nullable Build build;
  private volatile @Nullable Standing standing;

  /** Its phase lasts until the replicas are ready. */
  private record Build(int revision, BuildLog log, Pod.Phase phase) {}

  private record Standing(int revision, BuildLog log) {}

  /** The pods of a deployment of this name. */
  Pods(String deployment, String uid, Supplier<List<Replica>> replicas, ReplicaLogs logs) {
    this.logs = logs;
    this.deployment = deployment;
    this.uid = uid;
    this.replicas = replicas;
  }

  /** Starts a build. */
  void building(int revision, BuildLog log) {
    build = new Build(revision, log, Pod.Phase.RUNNING);
  }

  /** Ends the latest build, or its rollout. */
  void built(Pod.Phase end) {
    Build latest = build;
    if (latest != null) {
      build = new Build(latest.revision(), latest.log(), end);
    }
  }

  /** Starts a codespace. */
  void standing(int revision, BuildLog log) {
    standing = new Standing(revision, log);
  }

  /** Ends the codespace. */
  void gone() {
    standing = null;
  }

  boolean anyStands() {
    return standing != null;
  }

  List<Pod> all() {
    Standing codespace = standing;
    if (codespace != null) {
      String name = name(codespace.revision(), "0");
      return List.of(new Pod(name, Pod.Role.API_SERVER, Pod.Phase.RUNNING));
    }
    List<Pod> pods = new ArrayList<>();
    Build latest = build;
    if (latest != null) {
      pods.add(new Pod(name(latest.revision(), "build"), Pod.Role.IMAGE_BUILDER, latest.phase()));
    }
    for (Replica replica : replicas.get()) {
      pods.add(new Pod(name(replica), Pod.Role.API_SERVER, phase(replica)));
    }
    return pods;
  }

  /** The log of a pod; empty when there is no such pod. */
  Optional<PodLog> log(String pod, int lines) throws IOException {
    Standing codespace = standing;
    if (codespace != null && pod.equals(name(codespace.revision(), "0"))) {
      return followed(codespace.log().file(), lines, () -> isStanding(codespace.revision()));
    }
    Build latest = build;
    if (latest != null && pod.equals(name(latest.revision(), "build"))) {
      return followed(latest.log().file(), lines, () -> isBuilding(latest.revision()));
    }
    for (Replica replica : replicas.get()) {
      if (pod.equals(name(replica))) {
        return followed(Path.of(replica.record().log()), lines, replica::alive);
      }
    }
    return ended(pod, lines);
  }

  /** The log of a build or a replica that ended, as long as it is kept. */
  private Optional<PodLog> ended(String pod, int lines) throws IOException {
    for (ReplicaLogs.Kept kept : logs.kept(deployment, uid)) {
      if (pod.equals(name(kept.revision(), inLowerCase(kept.part())))) {
        return followed(kept.file(), lines, () -> false);
      }
    }
    return Optional.empty();
  }

  /** The log files in use. */
  Set<Path> files() {
    Set<Path> files = new HashSet<>();
    Standing codespace = standing;
    if (codespace != null) {
      files.add(codespace.log().file());
    }
    Build latest = build;
    if (latest != null) {
      files.add(latest.log().file());
    }
    replicas.get().forEach(replica -> files.add(Path.of(replica.record().log())));
    return files;
  }

  private Optional<PodLog> followed(Path file, int lines, BooleanSupplier growing)
      throws IOException {
    return Optional.of(logs.follow(file, lines, growing));
  }

  private boolean isStanding(int revision) {
    Standing codespace = standing;
    return codespace != null && codespace.revision() == revision;
  }

  private boolean isBuilding(int revision) {
    Build latest = build;
    return latest != null && latest.revision() == revision && latest.phase() == Pod.Phase.RUNNING;
  }

  /** As Kubernetes names its pods: lower case, with hyphens. */
  private String name(Replica replica) {
    String part = replica.service().text() + "-" + replica.record().index();
    return name(replica.revision(), inLowerCase(part));
  }

  private static String inLowerCase(String part) {
    return part.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  private String name(int revision, String part) {
    return deployment + "-" + revision + "-" + part;
  }

  private static Pod.Phase phase(Replica replica) {
    if (!replica.alive()) {
      return Pod.Phase.FAILED;
    }
    return replica.ready() ? Pod.Phase.RUNNING : Pod.Phase.PENDING;
  }
}
