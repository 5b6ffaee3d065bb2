package io.bentoform.api.rollout;

/**
 * One deployment that is not as it should be, leased to this server.
 *
 * @param uid of the deployment
 * @param revision the wanted revision when the work was claimed
 * @param filesRevision how often the files of a codespace had asked for a new start then
 */
public record Work(String uid, Goal goal, int revision, int filesRevision) {

  /** What is wanted. */
  public enum Goal {
    RUN,
    STOP,
    REMOVE
  }
}
