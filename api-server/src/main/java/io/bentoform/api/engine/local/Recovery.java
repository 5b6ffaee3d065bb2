package io.bentoform.api.engine.local;

import io.bentoform.api.engine.local.process.ControlGroups;
import io.bentoform.api.engine.local.process.ProcessIdentity;
import io.bentoform.api.engine.local.process.ProcessTag;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Recovers the state of a previous engine, which may have been killed: gateways listen on their old
 * ports, replicas that still answer are adopted, all its other processes, private homes and control
 * groups are removed.
 */
final class Recovery {
  private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final EngineContext context;
  private final ReplicaHomes homes;
  private final ControlGroups groups;
  private final ProcessTag engine;

  Recovery(EngineContext context, ReplicaHomes homes, ControlGroups groups, ProcessTag engine) {
    this.context = context;
    this.homes = homes;
    this.groups = groups;
    this.engine = engine;
  }

  Map<String, LocalDeployment> run() throws IOException, InterruptedException {
    Map<String, LocalDeployment> deployments = new TreeMap<>();
    List<Replica> adopted = new ArrayList<>();
    for (String uid : context.state().uids()) {
      Optional<DeploymentRecord> record = context.state().deployment(uid);
      if (record.isPresent()) {
        LocalDeployment deployment = listenAgain(record.get());
        List<Replica> running = running(uid);
        deployment.adopt(running);
        adopted.addAll(running);
        deployments.put(uid, deployment);
      } else {
        context.state().remove(uid);
      }
    }
    endLeftovers(adopted);
    return deployments;
  }

  private LocalDeployment listenAgain(DeploymentRecord record) throws IOException {
    LocalDeployment deployment = new LocalDeployment(context, record);
    int port = context.settings().endpoints().reopen(record.port(), deployment::listen);
    if (port != record.port()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The address of deployment {0} changed: it had port {1} and has {2} now (0 is none).",
          record.name(),
          Integer.toString(record.port()),
          Integer.toString(port));
      context.state().save(record.withPort(port));
    }
    return deployment;
  }

  /** Replicas that were ready, are the processes that we started, and answer now. */
  private List<Replica> running(String uid) throws IOException, InterruptedException {
    List<Replica> running = new ArrayList<>();
    for (ReplicaRecord record : context.state().replicas(uid)) {
      Replica replica = Replica.adopted(record);
      boolean ours = ProcessTag.replica(record.id()).isOn(record.process().pid());
      if (record.ready()
          && record.socket() != null
          && ours
          && context.launcher().isStillReady(replica)) {
        record.contents().forEach(content -> context.contents().hold(uid, content));
        context.launcher().adopt(replica);
        running.add(replica);
        LOG.log(
            System.Logger.Level.INFO,
            "Took over replica {0} of deployment {1}",
            record.index(),
            uid);
      } else {
        context.launcher().end(replica, GRACE);
      }
    }
    return running;
  }

  /** Again and again, for a process that is ended may have started another one. */
  private void endLeftovers(List<Replica> adopted) throws IOException, InterruptedException {
    for (Set<ProcessIdentity> left = leftovers(adopted);
        !left.isEmpty();
        left = leftovers(adopted)) {
      left.forEach(ProcessIdentity::kill);
      Thread.sleep(PAUSE);
    }
    Set<String> kept =
        adopted.stream().map(replica -> replica.record().id()).collect(Collectors.toSet());
    homes.retainOnly(kept);
    groups.retainOnly(kept);
    context.contents().removeUnused();
  }

  /** The members after the bearers: what a replica starts between the two is none of them. */
  private Set<ProcessIdentity> leftovers(List<Replica> adopted) throws IOException {
    Set<ProcessIdentity> left = new HashSet<>(engine.bearers());
    for (Replica replica : adopted) {
      left.removeAll(replica.tree().members());
    }
    left.removeIf(process -> !process.alive());
    return left;
  }
}
