package io.bentoform.api.rollout;

import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.Specification;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the reconciler learns what is wanted and reports what it saw. Work is leased: a server that
 * dies loses its leases after a while and another one goes on.
 */
public interface WorkQueue {

  /**
   * Takes back what this server held before it ended, and asks for every deployment to be checked.
   */
  void recover();

  /** Leases a piece of work that no one else has, if there is one. */
  Optional<Work> claim();

  /** Keeps the lease. False when it was lost, or when something else is wanted by now. */
  boolean renew(Work work);

  /**
   * All that is needed to run the wanted revision.
   *
   * @throws RolloutException when something is missing, as a secret that was deleted meanwhile
   */
  Specification specification(Work work) throws RolloutException;

  /** The environment is being built. */
  void building(Work work);

  /** Replicas are being started. */
  void deploying(Work work);

  /** The gateway listens at this address. */
  void listening(Work work, URI url);

  /** The wanted revision runs and answers at this address. */
  void succeeded(Work work, URI url);

  /** The rollout failed; this is what runs all the same. */
  void failed(Work work, RolloutException failure, Observation observation);

  /** Nothing runs any more, as wanted. */
  void ended(Work work);

  /** Gives the lease back; the work remains. */
  void release(Work work);

  /** Gives the lease back and asks for the same again in a few seconds. */
  void postpone(Work work);

  /** Deployments that should be running and on which there is no work. */
  List<String> settled();

  /** What was seen of a settled deployment. */
  void observed(String uid, Observation observation);

  /** All deployments that there are. */
  Set<String> uids();
}
