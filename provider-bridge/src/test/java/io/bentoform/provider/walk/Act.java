package io.bentoform.provider.walk;

/**
 * One thing that happens before a plan.
 *
 * @param label of the secret that it happens to, if it is one
 * @param number chooses among what the kind of act offers
 */
record Act(What what, String label, int number) {

  /** Kinds of acts; each is carried out where its group is handled. */
  enum What {
    // The configuration of a secret
    VALUE,
    DROP_KEY,
    TYPE,
    PATH,
    STAGE,
    DESCRIPTION,
    SUB_PATH,
    VERSION,
    RENAME,
    SECRET_CLUSTER,
    REMOVE,
    // The configuration of the deployment
    DEPLOY,
    UNDEPLOY,
    ATTACH,
    DETACH,
    REORDER,
    DEPLOYMENT_NAME,
    BENTO,
    ENVS,
    LABELS,
    TRIGGER,
    ACCESS,
    RECREATE,
    WAIT,
    TIMEOUTS,
    CANARY,
    INSTANCE_TYPE,
    SERVICE_ENVS,
    SCALING,
    STRATEGY,
    OVERRIDES,
    COLD_START,
    // Done by others
    OUTSIDE_VALUE,
    OUTSIDE_KEY,
    OUTSIDE_DESCRIPTION,
    OUTSIDE_DELETE,
    OUTSIDE_RESTART,
    OUTSIDE_UNDEPLOY,
    // Done with the state
    TAINT,
    TAINT_DEPLOYMENT;

    boolean isOfSecret() {
      return compareTo(REMOVE) <= 0;
    }

    boolean isOfDeployment() {
      return compareTo(DEPLOY) >= 0 && compareTo(COLD_START) <= 0;
    }

    boolean isOutside() {
      return compareTo(OUTSIDE_VALUE) >= 0 && compareTo(OUTSIDE_UNDEPLOY) <= 0;
    }
  }
}
