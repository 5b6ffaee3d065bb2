package io.bentoform.api.gateway;

/** Is told that requests wait for a replica. */
public interface Demand {
  /**
   * A request waits and no replica of that version is ready. Called at once and then at most once a
   * second while requests wait, on a thread that may block a little.
   */
  void awake(String deployment, String service, String version);
}
