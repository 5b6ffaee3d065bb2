package io.bentoform.provider.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.bentoform.provider.proto.TfPlugin6.CloseEphemeralResource;
import io.bentoform.provider.proto.TfPlugin6.OpenEphemeralResource;
import io.bentoform.provider.proto.TfPlugin6.RenewEphemeralResource;
import io.bentoform.provider.resource.EphemeralResource;
import io.bentoform.provider.resource.PrivateState;
import java.time.Instant;

/** Opens, renews and closes ephemeral resources. */
final class EphemeralHandler {

  private EphemeralHandler() {}

  static OpenEphemeralResource.Response open(Host host, OpenEphemeralResource.Request request) {
    EphemeralResource resource = host.ephemeralResource(request.getTypeName());
    EphemeralResource.Opened opened =
        resource.open(
            ValueWire.object(request.getConfig(), resource.schema()), host.cancellation());
    OpenEphemeralResource.Response.Builder answer =
        OpenEphemeralResource.Response.newBuilder()
            .setResult(ValueWire.stored(opened.result(), resource.schema()))
            .setPrivate(ByteString.copyFrom(opened.privateState().encode()));
    opened.renewAt().map(EphemeralHandler::encode).ifPresent(answer::setRenewAt);
    return answer.build();
  }

  static RenewEphemeralResource.Response renew(Host host, RenewEphemeralResource.Request request) {
    EphemeralResource.Renewed renewed =
        host.ephemeralResource(request.getTypeName()).renew(decode(request.getPrivate()));
    RenewEphemeralResource.Response.Builder answer =
        RenewEphemeralResource.Response.newBuilder()
            .setPrivate(ByteString.copyFrom(renewed.privateState().encode()));
    renewed.renewAt().map(EphemeralHandler::encode).ifPresent(answer::setRenewAt);
    return answer.build();
  }

  static CloseEphemeralResource.Response close(Host host, CloseEphemeralResource.Request request) {
    return CloseEphemeralResource.Response.newBuilder()
        .addAllDiagnostics(
            DiagnosticWire.encode(
                host.ephemeralResource(request.getTypeName()).close(decode(request.getPrivate()))))
        .build();
  }

  private static PrivateState decode(ByteString bytes) {
    return PrivateState.decode(bytes.toByteArray());
  }

  private static Timestamp encode(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
