package io.bentoform.api.engine;

import io.bentoform.api.gateway.remote.RemoteGateways;
import java.io.IOException;
import java.net.SocketAddress;
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
 * after the other. A call that is interrupted leaves nothing half-started behind. Each call can
 * throw {@link EngineUnavailableException} where what runs is on other machines.
 */
public interface Engine extends AutoCloseable {

  /**
   * Makes the deployment run as specified and returns its stable URL, if the engine gives it one,
   * when every replica is ready. Idempotent: replicas of this revision that already run are kept. A
   * revision that has not run yet is proved by one replica of each service at least, even where
   * none is wanted at rest; from then on the number of replicas follows the demand, and a request
   * wakes a service at zero.
   *
   * <p>A {@link Sources.Project} is up when this returns, with a pod whose log continues: it
   * answers once its files are complete, its environment is built and its service starts. Problems
   * with that are in its log and in its {@link Observation}, and do not fail the rollout.
   *
   * @throws RolloutException when the environment could not be built or a replica did not become
   *     ready. Except under {@link Strategy#RECREATE} the replicas that ran before still run.
   */
  Optional<URI> apply(Specification specification, Progress progress)
      throws RolloutException, InterruptedException;

  /**
   * Says what of a configuration this engine cannot honour, before anything happens. Fast, and
   * without any effect: it is asked at each check and each time a deployment is shown.
   *
   * @param services all services that a deployment configures, of all its versions
   */
  List<Limitation> check(List<ConfiguredService> services);

  /**
   * Whether what it runs belongs to this machine, so that no other server can go on with it. Where
   * it does not, any server of the same database may do the work on a deployment.
   */
  default boolean isBoundToMachine() {
    return true;
  }

  /** What users should know of all that it runs; the same for its whole life. */
  default List<Notice> notices() {
    return List.of();
  }

  /** What users should know of one deployment now; empty when it is not known. Fast. */
  default List<Notice> notices(String deploymentUid) {
    return List.of();
  }

  /**
   * Ends all replicas and the gateway of the deployment and removes its files. A deployment that is
   * not known is ignored.
   *
   * @throws java.io.UncheckedIOException when files could not be removed; the call can be repeated
   */
  void remove(String deploymentUid) throws InterruptedException;

  /**
   * Ends all replicas and the gateway of a deployment that is not in the database. Its files are
   * moved to the trash, in case it is the wrong database.
   *
   * @throws java.io.UncheckedIOException when files could not be moved; the call can be repeated
   */
  void abandon(String deploymentUid) throws InterruptedException;

  /** Ends all replicas; the stable URL stays reserved for a later apply and answers 503. */
  void stop(String deploymentUid) throws InterruptedException;

  /** What runs now. Nothing runs of a deployment that is not known. */
  Observation observe(String deploymentUid);

  /** The pods of a deployment: the build of its latest rollout, and each replica. */
  List<Pod> pods(String deploymentUid);

  /**
   * Opens the log of a pod.
   *
   * @param lines how many lines before the end
   * @return empty when there is no such pod
   */
  Optional<PodLog> log(String deploymentUid, String pod, int lines) throws IOException;

  /**
   * Where this server itself calls a deployment, without its authorization: as the stable URL, but
   * reachable from here alone. Empty for a deployment that is not known.
   */
  Optional<SocketAddress> inside(String deploymentUid);

  /** The gateways that run outside of this process, if that is where they run. */
  default Optional<RemoteGateways> gateways() {
    return Optional.empty();
  }

  /** The requests and replicas of all services now. */
  List<ServiceTraffic> traffic();

  /** Uids of all deployments that this engine has, so that unknown ones can be abandoned. */
  Set<String> known();

  /**
   * Removes what has not been used for a long time.
   *
   * @param kind what is removed
   * @param before what was used after this time stays, and so does what is in use
   */
  void removeUnused(Unused kind, Instant before);

  /** Ends everything cleanly, bounded in time. An apply in progress is interrupted. */
  @Override
  void close();
}
