package io.bentoform.api.engine.local;

import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.engine.local.content.StoredContent;
import io.bentoform.api.engine.local.process.ProcessIdentity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept on disk of a replica process, so that the next server finds it. It contains no
 * values.
 *
 * @param id also the value of its process tag and the name of its private home
 * @param service that it runs, as text; null in a record of a server that ran all services in one
 *     process
 * @param index from 0, the place among the replicas of its service and revision
 * @param socket where the gateway finds its UNIX socket; null as the service
 * @param bento digest of the bento it runs
 * @param models digests of the models that it uses; null in a record of a server that had none
 * @param gpus the indexes of the GPUs that it has to itself; null as the service
 * @param group the folder of its control group; null when its resources are not limited
 * @param ready whether it has answered once
 */
record ReplicaRecord(
    String id,
    String uid,
    int revision,
    @Nullable String service,
    int index,
    ProcessIdentity process,
    @Nullable String socket,
    String bento,
    @Nullable List<String> models,
    String log,
    @Nullable List<Integer> gpus,
    @Nullable String group,
    boolean ready) {

  ReplicaRecord nowReady() {
    return new ReplicaRecord(
        id, uid, revision, service, index, process, socket, bento, models, log, gpus, group, true);
  }

  /** What must stay unpacked while it runs. */
  Set<StoredContent> contents() {
    Set<StoredContent> contents = new HashSet<>();
    contents.add(new StoredContent(ArchiveKind.BENTO, bento));
    if (models != null) {
      models.forEach(digest -> contents.add(new StoredContent(ArchiveKind.MODEL, digest)));
    }
    return contents;
  }
}
