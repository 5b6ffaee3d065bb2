package io.bentoform.api.audit;

/** The author of a change, as recorded in the audit. */
public interface Actor {
  long organizationId();

  String userName();

  /** The uid of the API token of the request. */
  String tokenUid();
}
