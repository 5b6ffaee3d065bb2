package io.bentoform.api.gateway;

/** The requests of all services at one moment. */
@FunctionalInterface
public interface Loads {

  /** Those of one service; none for an unknown service. */
  Load of(String deployment, String service);
}
