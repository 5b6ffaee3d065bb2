package io.bentoform.provider.walk;

import com.google.protobuf.ByteString;
import io.bentoform.provider.build.Samples;
import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.MsgPackCodec;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.plugin.InProcessProvider;
import io.bentoform.provider.proto.ProviderGrpc;
import io.bentoform.provider.proto.TfPlugin6.ApplyResourceChange;
import io.bentoform.provider.proto.TfPlugin6.AttributePath;
import io.bentoform.provider.proto.TfPlugin6.ClientCapabilities;
import io.bentoform.provider.proto.TfPlugin6.ConfigureProvider;
import io.bentoform.provider.proto.TfPlugin6.Diagnostic;
import io.bentoform.provider.proto.TfPlugin6.DynamicValue;
import io.bentoform.provider.proto.TfPlugin6.PlanResourceChange;
import io.bentoform.provider.proto.TfPlugin6.RawState;
import io.bentoform.provider.proto.TfPlugin6.ReadResource;
import io.bentoform.provider.proto.TfPlugin6.UpgradeResourceState;
import io.bentoform.provider.proto.TfPlugin6.ValidateResourceConfig;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The provider during one phase, as a host talks to it: values in and out in their wire form. */
final class Plugin implements AutoCloseable {

  /** An error of the provider that ends what was asked for. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String text) {
      super(text);
    }
  }

  /** What a plan request answered. */
  record Planned(
      Value.Fields state,
      List<AttributePath> replacing,
      ByteString kept,
      List<Diagnostic> warnings) {}

  /** What an apply request answered: what to store, if anything, and why it failed, if it did. */
  record Applied(Optional<Instance> stored, String failure) {
    boolean failed() {
      return !failure.isEmpty();
    }
  }

  private static final ClientCapabilities CAPABLE =
      ClientCapabilities.newBuilder().setWriteOnlyAttributesAllowed(true).build();

  private final InProcessProvider.Connection connection;
  private final ProviderGrpc.ProviderBlockingStub stub;

  /** Connects and configures. */
  Plugin(InProcessProvider.Connection connection, URI endpoint, String token) {
    this.connection = connection;
    this.stub = connection.stub();
    refuse(
        stub.configureProvider(
                ConfigureProvider.Request.newBuilder()
                    .setTerraformVersion("1.11.4")
                    .setConfig(Samples.provider(endpoint.toString(), token))
                    .build())
            .getDiagnosticsList());
  }

  void validate(Kind kind, Value.Fields config) {
    refuse(
        stub.validateResourceConfig(
                ValidateResourceConfig.Request.newBuilder()
                    .setTypeName(kind.typeName())
                    .setConfig(encode(config, kind))
                    .setClientCapabilities(CAPABLE)
                    .build())
            .getDiagnosticsList());
  }

  /** State as it is stored goes in, state of the current schema comes out. */
  Value.Fields upgrade(Kind kind, Value.Fields stored) {
    String json = JsonCodec.encode(stored, kind.schema().type());
    UpgradeResourceState.Response answer =
        stub.upgradeResourceState(
            UpgradeResourceState.Request.newBuilder()
                .setTypeName(kind.typeName())
                .setVersion(kind.schema().version())
                .setRawState(RawState.newBuilder().setJson(ByteString.copyFromUtf8(json)))
                .build());
    refuse(answer.getDiagnosticsList());
    return (Value.Fields) decode(answer.getUpgradedState(), kind);
  }

  /** The instance as it is now; nothing when the object is gone. */
  Optional<Instance> read(Kind kind, Instance instance) {
    ReadResource.Response answer =
        stub.readResource(
            ReadResource.Request.newBuilder()
                .setTypeName(kind.typeName())
                .setCurrentState(encode(instance.state(), kind))
                .setPrivate(instance.kept())
                .build());
    refuse(answer.getDiagnosticsList());
    return decode(answer.getNewState(), kind) instanceof Value.Fields state
        ? Optional.of(new Instance(state, answer.getPrivate(), instance.tainted()))
        : Optional.empty();
  }

  Planned plan(
      Kind kind, Value prior, Value.Fields proposed, Value.Fields config, ByteString kept) {
    PlanResourceChange.Response answer =
        stub.planResourceChange(
            PlanResourceChange.Request.newBuilder()
                .setTypeName(kind.typeName())
                .setPriorState(encode(prior, kind))
                .setProposedNewState(encode(proposed, kind))
                .setConfig(encode(config, kind))
                .setPriorPrivate(kept)
                .setClientCapabilities(CAPABLE)
                .build());
    refuse(answer.getDiagnosticsList());
    Value.Fields planned = (Value.Fields) decode(answer.getPlannedState(), kind);
    return new Planned(
        planned,
        answer.getRequiresReplaceList(),
        answer.getPlannedPrivate(),
        answer.getDiagnosticsList());
  }

  void planDestroy(Kind kind, Instance instance) {
    refuse(
        stub.planResourceChange(
                PlanResourceChange.Request.newBuilder()
                    .setTypeName(kind.typeName())
                    .setPriorState(encode(instance.state(), kind))
                    .setProposedNewState(encode(Value.ofNull(), kind))
                    .setConfig(encode(Value.ofNull(), kind))
                    .setPriorPrivate(instance.kept())
                    .build())
            .getDiagnosticsList());
  }

  Applied apply(Kind kind, Value prior, Value planned, Value config, ByteString kept) {
    ApplyResourceChange.Response answer =
        stub.applyResourceChange(
            ApplyResourceChange.Request.newBuilder()
                .setTypeName(kind.typeName())
                .setPriorState(encode(prior, kind))
                .setPlannedState(encode(planned, kind))
                .setConfig(encode(config, kind))
                .setPlannedPrivate(kept)
                .build());
    String failure = errors(answer.getDiagnosticsList());
    boolean tainted = !failure.isEmpty() && prior.isNull();
    return new Applied(
        decode(answer.getNewState(), kind) instanceof Value.Fields state
            ? Optional.of(new Instance(state, answer.getPrivate(), tainted))
            : Optional.empty(),
        failure);
  }

  private static void refuse(List<Diagnostic> diagnostics) {
    String errors = errors(diagnostics);
    if (!errors.isEmpty()) {
      throw new Refused(errors);
    }
  }

  private static String errors(List<Diagnostic> diagnostics) {
    StringBuilder text = new StringBuilder();
    for (Diagnostic each : diagnostics) {
      if (each.getSeverity() == Diagnostic.Severity.ERROR) {
        text.append(each.getSummary()).append(": ").append(each.getDetail()).append('\n');
      }
    }
    return text.toString();
  }

  private static DynamicValue encode(Value value, Kind kind) {
    return Samples.encode(kind.schema(), value);
  }

  private static Value decode(DynamicValue value, Kind kind) {
    return value.getMsgpack().isEmpty()
        ? Value.ofNull()
        : MsgPackCodec.decode(value.getMsgpack().asReadOnlyByteBuffer(), kind.schema().type());
  }

  @Override
  public void close() {
    connection.close();
  }
}
