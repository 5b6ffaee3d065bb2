package io.bentoform.provider.resource;

import io.bentoform.provider.json.JsonObject;
import java.util.Optional;

/** A resource to which objects of other resource types can be moved, with a {@code moved} block. */
public interface Moves {

  /**
   * A stored object of another resource type.
   *
   * @param provider the full source address, such as {@code registry.terraform.io/hashicorp/null}
   * @param version of the schema with which the state was stored
   * @param privateState empty unless this SDK has written it
   * @param identity empty when none is stored
   */
  record Source(
      String provider,
      String typeName,
      long version,
      JsonObject state,
      PrivateState privateState,
      JsonObject identity) {}

  /**
   * The object as one of this resource type, empty when it cannot be moved from that type. The host
   * refreshes it next. The provider is not configured during this call.
   */
  Optional<Stored> move(Source source);
}
