package io.bentoform.api.rollout;

import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.Specification;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The desired state for the reconciler, and its reports. Work is leased: the leases of a dead
 * server expire. A report on work whose lease was lost changes nothing.
 */
public interface WorkQueue {
  /**
   * Releases the leases of a previous run of this server, and requests a check of its deployments.
   *
   * @param known uids of the deployments that an engine has which is bound to this machine
   */
  void recover(Set<String> known);

  /** Records that this server is alive. */
  void heartbeat();

  /** Claims due work with one of these goals, if there is any. */
  Optional<Work> claim(Set<Work.Goal> goals);

  /** Renews the lease. False when it was lost, or when the desired state has changed. */
  boolean renew(Work work);

  /**
   * All that is needed to run the target revision.
   *
   * @throws RolloutException when something is missing, such as a secret that was deleted meanwhile
   */
  Specification specification(Work work) throws RolloutException;

  /** The environment is being built. */
  void building(Work work);

  /** Replicas are being started. */
  void deploying(Work work);

  /** The gateway listens at this address. */
  void listening(Work work, URI url);

  /** The target revision runs, or would with the next request. */
  void succeeded(Work work, Observation observation);

  /** The rollout failed; the observation says what still runs. */
  void failed(Work work, RolloutException failure, Observation observation);

  /** Nothing runs any more, as desired. */
  void ended(Work work);

  /** Releases the lease; the work remains due. */
  void release(Work work);

  /** Releases the lease and retries the work with growing delays. */
  void postpone(Work work);

  /**
   * Deployments that run or should run, by uid, each with the uid of its cluster: those of this
   * server, and those of engines that are not bound to a machine.
   */
  Map<String, String> watched();

  /** Reports an observation of a watched deployment. */
  void observed(String uid, Observation observation);

  /** The uids of all deployments. */
  Set<String> uids();
}
