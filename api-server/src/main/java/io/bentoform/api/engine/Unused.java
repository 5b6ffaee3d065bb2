package io.bentoform.api.engine;

/** What an engine keeps for later use. */
public enum Unused {
  /** Environments that can be built again, by their last use. */
  ENVIRONMENTS,

  /** Logs of builds and replicas that ended, by their last line. */
  LOGS,

  /** Downloaded packages, by the last build that installed them. */
  PACKAGES
}
