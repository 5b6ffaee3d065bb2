package io.bentoform.provider.walk;

import com.google.protobuf.ByteString;
import io.bentoform.provider.cty.Value;

/** What a state holds of one object. */
record Instance(Value.Fields state, ByteString kept, boolean tainted) {

  Instance taint() {
    return new Instance(state, kept, true);
  }
}
