package io.bentoform.api.engine.local;

import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.RolloutException.Phase;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.local.process.ControlGroup;
import io.bentoform.api.engine.local.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One replica that is about to start, and what it has to itself.
 *
 * @param id of the replica
 * @param index from 0, the place among the replicas of its service and revision
 * @param gpus the indexes of its GPUs
 * @param group the control group with its limits, if any
 */
record ReplicaLaunch(
    String id,
    Target target,
    ServiceSpecification service,
    int index,
    List<Integer> gpus,
    Optional<ControlGroup> group) {

  /** The same in a control group. */
  ReplicaLaunch within(Optional<ControlGroup> other) {
    return new ReplicaLaunch(id, target, service, index, gpus, other);
  }

  Specification specification() {
    return target.specification();
  }

  /** Its log file. */
  Path log(ReplicaLogs logs) throws IOException {
    return logs.file(
        specification().name(),
        specification().uid(),
        specification().revision(),
        target.id(service),
        index);
  }

  /** What is kept of it once its process has started; it is not ready yet. */
  ReplicaRecord record(Process process, Path socket, Path log) {
    ProcessIdentity identity =
        ProcessIdentity.of(process.pid())
            .orElseGet(() -> new ProcessIdentity(process.pid(), "ended"));
    return new ReplicaRecord(
        id,
        specification().uid(),
        specification().revision(),
        target.id(service).text(),
        index,
        identity,
        socket.toString(),
        target.release().digest(),
        target.release().models().stream().map(model -> model.content().digest()).toList(),
        log.toString(),
        gpus,
        group.map(one -> one.folder().toString()).orElse(null),
        false);
  }

  RolloutException notStarted(IOException e) {
    return new RolloutException(
        Phase.START,
        "Replica %d of service %s of deployment %s (revision %d) could not be started: %s."
            .formatted(
                index,
                target.id(service).text(),
                specification().name(),
                specification().revision(),
                e.getMessage()),
        e);
  }
}
