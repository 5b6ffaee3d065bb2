package io.bentoform.api.engine;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs deployments. An engine is given a fully resolved {@link Specification} and reports what it
 * observes; it knows nothing of tokens, organizations or the database.
 *
 * <p>Thread-safe: calls for different deployments run in parallel, calls for one deployment one
 * after the other. A call that is interrupted leaves nothing half-started behind.
 */
public interface Engine extends AutoCloseable {

  /**
   * Makes the deployment run as specified and returns its stable URL when every replica is ready.
   * Idempotent: replicas of this revision that already run are kept. With zero replicas nothing is
   * built or started and the URL answers 503.
   *
   * <p>A {@link Sources.Project} stands when this returns, with a pod whose log goes on: it answers
   * once its files are complete, its environment is built and its service starts. What keeps it
   * from that is in its log and in its {@link Observation}, and is no failure of the rollout.
   *
   * @throws RolloutException when the environment could not be built or a replica did not become
   *     ready. Except under {@link Strategy#RECREATE} the replicas that ran before still run.
   */
  URI apply(Specification specification, Progress progress)
      throws RolloutException, InterruptedException;

  /**
   * Ends all replicas and the gateway of the deployment and removes its files. Nothing to do is
   * success.
   *
   * @throws java.io.UncheckedIOException when files could not be removed; then it can be done again
   */
  void remove(String deploymentUid) throws InterruptedException;

  /**
   * Ends all replicas and the gateway of a deployment that nobody knows any more. Its files go to
   * the trash: perhaps it is the list of those that are known which is wrong.
   *
   * @throws java.io.UncheckedIOException when files could not be moved; then it can be done again
   */
  void abandon(String deploymentUid) throws InterruptedException;

  /** Ends all replicas; the stable URL stays reserved for a later apply and answers 503. */
  void stop(String deploymentUid) throws InterruptedException;

  /** What runs now. A deployment that is not known is one of which nothing runs. */
  Observation observe(String deploymentUid);

  /**
   * What runs for a deployment and has a log: the build of its environment, while a rollout is on
   * its way and as long as it is the latest one, and each replica.
   */
  List<Pod> pods(String deploymentUid);

  /**
   * Opens the log of a pod.
   *
   * @param lines how many lines of what was written already
   * @return nothing when there is no such pod
   */
  Optional<PodLog> log(String deploymentUid, String pod, int lines) throws IOException;

  /**
   * Uids of all deployments that this engine knows of, so that those that nobody knows can be
   * abandoned.
   */
  Set<String> known();

  /**
   * Removes what was not used for a long time.
   *
   * @param kind what is removed
   * @param before what was used after this time stays, and so does what is in use
   */
  void removeUnused(Unused kind, Instant before);

  /** Ends everything cleanly, bounded in time. An apply under way is interrupted. */
  @Override
  void close();
}
