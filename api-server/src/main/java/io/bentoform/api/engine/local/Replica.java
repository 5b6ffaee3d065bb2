package io.bentoform.api.engine.local;

import io.bentoform.api.engine.local.gateway.Backend;
import io.bentoform.api.engine.local.process.ProcessTag;
import io.bentoform.api.engine.local.process.ProcessTree;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One replica that was started or adopted by this engine. */
final class Replica {
  private final Backend backend;
  private final @Nullable Process process;
  private volatile ReplicaRecord record;

  private Replica(ReplicaRecord record, @Nullable Process process) {
    this.record = record;
    this.process = process;
    this.backend = new Backend(record.port());
  }

  static Replica started(ReplicaRecord record, Process process) {
    return new Replica(record, process);
  }

  /** Started by an engine before this one. */
  static Replica adopted(ReplicaRecord record) {
    return new Replica(record, null);
  }

  ReplicaRecord record() {
    return record;
  }

  Backend backend() {
    return backend;
  }

  int revision() {
    return record.revision();
  }

  boolean alive() {
    return record.process().alive();
  }

  boolean ready() {
    return record.ready();
  }

  void becameReady() {
    record = record.nowReady();
  }

  /** Known only of processes that this engine started itself. */
  OptionalInt exitCode() {
    return Optional.ofNullable(process)
        .filter(own -> !own.isAlive())
        .map(own -> OptionalInt.of(own.exitValue()))
        .orElse(OptionalInt.empty());
  }

  ProcessTree tree() {
    return new ProcessTree(record.process(), ProcessTag.replica(record.id()));
  }
}
