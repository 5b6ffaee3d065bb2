package io.bentoform.api.engine.local;

/**
 * What is kept on disk of a replica process, so that the next server finds it. No value is in it.
 *
 * @param id also the value of its {@link Mark} and the name of its private home
 * @param index from 0, the place among the replicas of its revision
 * @param bento digest of the bento it runs
 * @param ready whether it has answered once
 */
record ReplicaRecord(
    String id,
    String uid,
    int revision,
    int index,
    ProcessIdentity process,
    int port,
    String bento,
    String log,
    boolean ready) {

  ReplicaRecord nowReady() {
    return new ReplicaRecord(id, uid, revision, index, process, port, bento, log, true);
  }
}
