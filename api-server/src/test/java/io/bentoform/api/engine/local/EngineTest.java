package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.BesideOthers;
import io.bentoform.api.Eventually;
import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.Event;
import io.bentoform.api.engine.contract.Client;
import io.bentoform.api.engine.contract.EngineUnderTest;
import io.bentoform.api.engine.local.process.ProcessIdentity;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;

/** An engine that all tests of a class share; each test removes its deployments. */
@BesideOthers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EngineTest implements EngineUnderTest {
  final EngineTestFolder folder = EngineTestFolder.create();
  final List<Event> events = new CopyOnWriteArrayList<>();
  final LocalEngine engine =
      folder.open(folder.settings().build(), (uid, event) -> events.add(event));
  final Client client = new Client();

  @AfterEach
  void removeAll() throws Exception {
    for (String uid : engine.known()) {
      engine.remove(uid);
    }
  }

  @AfterAll
  void close() throws Exception {
    engine.close();
    client.close();
    assertThat(folder.processes()).isEmpty();
    folder.close();
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public Client client() {
    return client;
  }

  @Override
  public List<Event> events() {
    return events;
  }

  @Override
  public void crash(String uid) throws Exception {
    for (ReplicaRecord each : new StateFolder(folder.root()).replicas(uid)) {
      List<ProcessIdentity> processes = List.copyOf(Replica.adopted(each).tree().members());
      processes.forEach(ProcessIdentity::kill);
      Eventually.holds(
          "the killed have ended", () -> processes.stream().noneMatch(ProcessIdentity::alive));
    }
  }
}
