package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.schema.Schema;

/**
 * A resource whose objects have an identity, by which they can be imported and listed (Terraform
 * 1.12 or later; other hosts ignore it).
 */
public interface Identified {

  /**
   * The attributes of the identity: lists or primitive types. An import must set the required ones
   * and may set the optional ones.
   */
  Schema identitySchema();

  /**
   * The identity of an object: unless it is overridden, the attributes of the same names.
   *
   * @param state planned or stored; attributes are unknown only in the plan of a new object
   */
  default Value.Fields identityOf(Value.Fields state) {
    Value.Fields identity = identitySchema().empty();
    for (String name : identity.entries().keySet()) {
      identity = identity.with(name, state.get(name));
    }
    return identity;
  }

  /** The initial state for an identity; the host refreshes it next. */
  Stored importByIdentity(Value.Fields identity);

  /**
   * Rewrites an identity that was stored with an earlier version of its schema.
   *
   * @throws DiagnosticException when this version is not supported
   */
  default JsonObject upgradeIdentity(long version, JsonObject identity) {
    throw new DiagnosticException(
        Diagnostic.error(
            "Unsupported identity version",
            "The stored identity has version "
                + version
                + ", which this provider does not support. Use the provider version that wrote"
                + " it."));
  }
}
