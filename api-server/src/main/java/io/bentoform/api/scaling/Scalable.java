package io.bentoform.api.scaling;

/** A service whose number of replicas follows its demand. No method may block. */
public interface Scalable {

  /** The same for the whole life of the service, and of no other. */
  String id();

  ScalingPolicy policy();

  /** How many replicas are wanted now, those that still start included. */
  int replicas();

  Demand demand();

  /**
   * Begins to start or end replicas. It is called again about once a second for as long as {@link
   * #replicas} differs from what is decided.
   */
  void scale(Decision decision);
}
