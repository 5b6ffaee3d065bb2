package io.bentoform.api.engine.local;

import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.local.process.ControlGroup;
import io.bentoform.api.engine.local.process.ProcessTag;
import io.bentoform.api.engine.local.process.ProcessTree;
import io.bentoform.api.gateway.Upstream;
import io.bentoform.api.gateway.UpstreamAddress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One replica that was started or adopted by this engine. */
final class Replica {
  private final @Nullable Process process;
  private volatile ReplicaRecord record;

  private Replica(ReplicaRecord record, @Nullable Process process) {
    this.record = record;
    this.process = process;
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

  /** Where the gateway reaches it. */
  Upstream upstream() {
    return new Upstream(
        record.id(),
        new UpstreamAddress.UnixSocket(Path.of(Objects.requireNonNull(record.socket()))));
  }

  /** The service that it runs; of no name when the record is of a server that knew of one alone. */
  ServiceId service() {
    return ServiceId.of(Objects.requireNonNullElse(record.service(), ""));
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

  /** The control group that limits it, if any. */
  Optional<ControlGroup> group() {
    return Optional.ofNullable(record.group()).map(Path::of).map(ControlGroup::new);
  }

  /** The exit code, where it is known, and whether it was killed for want of memory; for users. */
  String howItEnded() {
    String code = exitCode().isPresent() ? " with exit code " + exitCode().getAsInt() : "";
    return group().filter(ControlGroup::ranOutOfMemory).isPresent()
        ? code + " out of memory (its limit is " + group().get().memory() + ")"
        : code;
  }

  ProcessTree tree() {
    return new ProcessTree(record.process(), ProcessTag.replica(record.id()));
  }
}
