package io.bentoform.provider.walk;

import com.google.protobuf.ByteString;
import io.bentoform.provider.cty.Value;

/**
 * What a plan says of one address.
 *
 * @param planned null when the object is destroyed
 * @param kept the provider's private part of the plan
 */
record Change(Action action, Value planned, ByteString kept) {

  /** What a host shows. */
  enum Action {
    NO_OP,
    CREATE,
    UPDATE,
    REPLACE,
    DELETE;

    boolean destroys() {
      return this == REPLACE || this == DELETE;
    }
  }

  boolean is(Action other) {
    return action == other;
  }

  /** The planned value of an attribute. */
  Value planned(String attribute) {
    return planned instanceof Value.Fields fields ? fields.get(attribute) : Value.ofNull();
  }
}
