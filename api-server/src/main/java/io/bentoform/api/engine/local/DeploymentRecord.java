package io.bentoform.api.engine.local;

/**
 * What is kept on disk of a deployment.
 *
 * @param revision the last one that was rolled out; -1 before the first and after a stop
 * @param port of the gateway
 * @param wanted how many replicas should run
 * @param isProtected whether its endpoint asks for a token
 */
record DeploymentRecord(
    String uid, String name, int revision, int port, int wanted, boolean isProtected) {
  static final int NO_REVISION = -1;
}
