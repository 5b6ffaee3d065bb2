package io.bentoform.api.audit;

import org.jspecify.annotations.Nullable;

/** The author of a change, as recorded in the audit. */
public interface Actor {
  long organizationId();

  String userName();

  /** The uid of the API token of the request. */
  String tokenUid();

  /** The id of the HTTP request; null where the change is of none. */
  @Nullable String requestId();
}
