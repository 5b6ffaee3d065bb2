package io.bentoform.api.engine.local;

import io.bentoform.api.engine.local.gateway.Gateway;
import io.bentoform.api.engine.local.process.Ports;
import io.bentoform.api.engine.local.process.ProcessIdentity;
import io.bentoform.api.engine.local.process.ProcessTag;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Recovers the state of a previous engine, which may have been killed: gateways listen on their old
 * ports, replicas that still answer are adopted, all its other processes and private homes are
 * removed.
 */
final class Recovery {
  private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final int PROBES = 3;

  private final EngineContext context;
  private final ReplicaHomes homes;
  private final ReadinessProbe probe;
  private final ProcessTag engine;

  Recovery(EngineContext context, ReplicaHomes homes, ReadinessProbe probe, ProcessTag engine) {
    this.context = context;
    this.homes = homes;
    this.probe = probe;
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
    InetAddress address = InetAddress.getByName(context.settings().bindAddress());
    try {
      return new LocalDeployment(
          context, record, Gateway.open(address, record.port(), context.guard()));
    } catch (IOException e) {
      Gateway gateway = Ports.any(port -> Gateway.open(address, port, context.guard()));
      LOG.log(
          System.Logger.Level.WARNING,
          "Port {0} of deployment {1} is in use by another program; its new port is {2}.",
          Integer.toString(record.port()),
          record.name(),
          Integer.toString(gateway.port()));
      DeploymentRecord moved =
          new DeploymentRecord(
              record.uid(),
              record.name(),
              record.revision(),
              gateway.port(),
              record.wanted(),
              record.isProtected());
      context.state().save(moved);
      return new LocalDeployment(context, moved, gateway);
    }
  }

  /** Replicas that were ready, are the processes that we started, and answer now. */
  private List<Replica> running(String uid) throws IOException, InterruptedException {
    List<Replica> running = new ArrayList<>();
    for (ReplicaRecord record : context.state().replicas(uid)) {
      Replica replica = Replica.adopted(record);
      boolean ours = ProcessTag.replica(record.id()).isOn(record.process().pid());
      if (record.ready() && replica.alive() && ours && answers(record.port())) {
        record.contents().forEach(content -> context.contents().hold(uid, content));
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

  private boolean answers(int port) throws InterruptedException {
    boolean ready = false;
    for (int i = 0; i < PROBES && !ready; i++) {
      ready = probe.isReady(port);
    }
    return ready;
  }

  private void endLeftovers(List<Replica> adopted) throws IOException, InterruptedException {
    Set<ProcessIdentity> kept = new HashSet<>();
    Set<String> keptHomes = new HashSet<>();
    for (Replica replica : adopted) {
      keptHomes.add(replica.record().id());
      kept.addAll(replica.tree().members());
    }
    Set<ProcessIdentity> leftovers = new HashSet<>(engine.bearers());
    leftovers.removeAll(kept);
    while (!leftovers.isEmpty()) {
      leftovers.forEach(ProcessIdentity::kill);
      Thread.sleep(PAUSE);
      leftovers.removeIf(process -> !process.alive());
    }
    homes.retainOnly(keptHomes);
    context.contents().removeUnused();
  }
}
