package io.bentoform.api.audit;

/** Who made a change, as the record of it names them. */
public interface Actor {
  long organizationId();

  String userName();

  /** Of the API token that the change was asked for with. */
  String tokenUid();
}
