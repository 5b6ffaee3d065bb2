package io.bentoform.api.rollout;

import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.Specification;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Where the reconciler learns what is wanted and reports what it saw. Work is leased: a server that
 * dies loses its leases after a while. What a server reports of work whose lease it has lost to
 * another one changes nothing.
 */
public interface WorkQueue {
  /**
   * Takes back what this server held before it ended, and asks for every deployment on it to be
   * checked.
   *
   * @param known uids of the deployments that this server's engine has
   */
  void recover(Set<String> known);

  /** Says that this server is alive. */
  void heartbeat();

  /** Leases a piece of work with one of these goals that no one else has, if there is one. */
  Optional<Work> claim(Set<Work.Goal> goals);

  /** Keeps the lease. False when it was lost, or when something else is wanted by now. */
  boolean renew(Work work);

  /**
   * All that is needed to run the target revision.
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

  /** The target revision runs and answers at this address. */
  void succeeded(Work work, URI url);

  /** The rollout failed; this is what runs all the same. */
  void failed(Work work, RolloutException failure, Observation observation);

  /** Nothing runs any more, as wanted. */
  void ended(Work work);

  /** Gives the lease back; the work remains. */
  void release(Work work);

  /** Gives the lease back and asks for the same again, later each time. */
  void postpone(Work work);

  /** Deployments of this server of which something runs or should. */
  Set<String> watched();

  /** What was seen of a deployment of this server. */
  void observed(String uid, Observation observation);

  /** All deployments that there are. */
  Set<String> uids();
}
