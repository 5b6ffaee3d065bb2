package io.bentoform.provider.rpc;

import com.google.protobuf.ByteString;
import io.bentoform.provider.proto.TfPlugin6.DynamicValue;
import io.bentoform.provider.proto.TfPlugin6.RawState;
import io.bentoform.provider.proto.TfPlugin6.ResourceIdentityData;

/** What a request is made of. */
record Parts(String type, DynamicValue one, DynamicValue two, ByteString bytes, long version) {
  RawState raw() {
    return RawState.newBuilder().setJson(bytes).build();
  }

  ResourceIdentityData identity() {
    return ResourceIdentityData.newBuilder().setIdentityData(one).build();
  }
}
