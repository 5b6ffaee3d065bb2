package io.bentoform.provider.resource;

import io.bentoform.provider.json.JsonObject;

/**
 * A resource whose schema has had earlier versions. State of the current version never gets here.
 */
public interface Upgrades {

  /**
   * Rewrites stored state in the form of the current schema, without any call of the API.
   * Attributes that the current schema does not have are ignored, missing ones are null.
   *
   * @param version of the schema with which the state was stored, lower than the current one
   * @throws io.bentoform.provider.diag.DiagnosticException when this version is not supported
   */
  JsonObject upgrade(long version, JsonObject state);
}
