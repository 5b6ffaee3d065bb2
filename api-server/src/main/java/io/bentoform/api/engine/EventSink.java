package io.bentoform.api.engine;

/** Takes events of deployments. It never fails and never waits: an event may be lost instead. */
public interface EventSink {
  void record(String deploymentUid, Event event);

  /** Drops all events. */
  static EventSink none() {
    return (deploymentUid, event) -> {};
  }
}
