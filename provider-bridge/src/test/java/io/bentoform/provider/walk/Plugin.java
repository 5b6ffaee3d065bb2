package io.bentoform.provider.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.bentoform.provider.build.PluginHost;
import io.bentoform.provider.build.Samples;
import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.MsgPackCodec;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.TypeJson;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.plugin.InProcessProvider;
import io.bentoform.provider.proto.ProviderGrpc;
import io.bentoform.provider.proto.TfPlugin6.ApplyResourceChange;
import io.bentoform.provider.proto.TfPlugin6.AttributePath;
import io.bentoform.provider.proto.TfPlugin6.ClientCapabilities;
import io.bentoform.provider.proto.TfPlugin6.ConfigureProvider;
import io.bentoform.provider.proto.TfPlugin6.Diagnostic;
import io.bentoform.provider.proto.TfPlugin6.DynamicValue;
import io.bentoform.provider.proto.TfPlugin6.GetResourceIdentitySchemas;
import io.bentoform.provider.proto.TfPlugin6.ImportResourceState;
import io.bentoform.provider.proto.TfPlugin6.MoveResourceState;
import io.bentoform.provider.proto.TfPlugin6.PlanResourceChange;
import io.bentoform.provider.proto.TfPlugin6.RawState;
import io.bentoform.provider.proto.TfPlugin6.ReadResource;
import io.bentoform.provider.proto.TfPlugin6.ResourceIdentityData;
import io.bentoform.provider.proto.TfPlugin6.UpgradeResourceState;
import io.bentoform.provider.proto.TfPlugin6.ValidateResourceConfig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

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
  private final Map<String, Type.ObjectOf> identities = new ConcurrentHashMap<>();

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

  Set<String> resourceTypes() {
    return PluginHost.schema(stub).getResourceSchemasMap().keySet();
  }

  /** State as it is stored goes in, state of the current schema comes out. */
  Value.Fields upgrade(Kind kind, Value.Fields stored) {
    String json = JsonCodec.encode(stored, kind.schema().type());
    return upgrade(kind, kind.schema().version(), json);
  }

  /** As {@link #upgrade(Kind, Value.Fields)}, with JSON of any version. */
  Value.Fields upgrade(Kind kind, long version, String json) {
    UpgradeResourceState.Response answer =
        stub.upgradeResourceState(
            UpgradeResourceState.Request.newBuilder()
                .setTypeName(kind.typeName())
                .setVersion(version)
                .setRawState(json(json))
                .build());
    refuse(answer.getDiagnosticsList());
    return (Value.Fields) decode(answer.getUpgradedState(), kind);
  }

  private static RawState json(String json) {
    return RawState.newBuilder().setJson(ByteString.copyFromUtf8(json)).build();
  }

  /** What is in the state after an import by id. */
  Instance importById(Kind kind, String id) {
    return imported(kind, ImportResourceState.Request.newBuilder().setId(id));
  }

  /** What is in the state after an import by identity; the answer names the same object. */
  Instance importByIdentity(Kind kind, Map<String, Value> identity) {
    byte[] bytes = MsgPackCodec.encode(new Value.Fields(identity), identitySchema(kind));
    ResourceIdentityData data =
        ResourceIdentityData.newBuilder()
            .setIdentityData(DynamicValue.newBuilder().setMsgpack(ByteString.copyFrom(bytes)))
            .build();
    return imported(kind, ImportResourceState.Request.newBuilder().setIdentity(data));
  }

  private Type.ObjectOf identitySchema(Kind kind) {
    return identities.computeIfAbsent(kind.typeName(), ignored -> askIdentitySchema(kind));
  }

  private Type.ObjectOf askIdentitySchema(Kind kind) {
    Map<String, Type> types = new TreeMap<>();
    stub.getResourceIdentitySchemas(GetResourceIdentitySchemas.Request.getDefaultInstance())
        .getIdentitySchemasOrThrow(kind.typeName())
        .getIdentityAttributesList()
        .forEach(each -> types.put(each.getName(), TypeJson.decode(each.getType().toStringUtf8())));
    return new Type.ObjectOf(types);
  }

  private Instance imported(Kind kind, ImportResourceState.Request.Builder request) {
    ImportResourceState.Response answer =
        stub.importResourceState(request.setTypeName(kind.typeName()).build());
    refuse(answer.getDiagnosticsList());
    assertThat(answer.getImportedResourcesCount()).isOne();
    ImportResourceState.ImportedResource imported = answer.getImportedResources(0);
    assertThat(imported.getTypeName()).isEqualTo(kind.typeName());
    Value.Fields state = (Value.Fields) decode(imported.getState(), kind);
    assertIdentity(kind, imported.getIdentity(), state);
    return new Instance(state, imported.getPrivate(), false);
  }

  /** An identity names the object that the state is about. */
  private void assertIdentity(Kind kind, ResourceIdentityData identity, Value.Fields state) {
    Value value =
        MsgPackCodec.decode(
            identity.getIdentityData().getMsgpack().asReadOnlyByteBuffer(), identitySchema(kind));
    assertThat(value.isPresent()).as("%s: an identity", kind.typeName()).isTrue();
    assertThat(value.isWhollyKnown()).as("%s: a known identity", kind.typeName()).isTrue();
    value.asMap().forEach((name, each) -> assertThat(each.equals(state.get(name))).isTrue());
  }

  /**
   * It may be left out of the plan of a new object. No part of it is unknown: the protocol would
   * allow that, but Terraform (1.15 at least) then fails to print the plan as JSON.
   */
  private void assertPlannedIdentity(
      Kind kind, PlanResourceChange.Response answer, Value prior, Value.Fields planned) {
    if (answer.hasPlannedIdentity()) {
      assertIdentity(kind, answer.getPlannedIdentity(), planned);
    } else {
      assertThat(prior.isNull() || answer.getRequiresReplaceCount() > 0).isTrue();
    }
  }

  /** Moves an object of another resource type to this one. */
  Value move(Kind kind, String source, String state) {
    MoveResourceState.Response answer =
        stub.moveResourceState(
            MoveResourceState.Request.newBuilder()
                .setSourceProviderAddress("registry.terraform.io/hashicorp/null")
                .setSourceTypeName(source)
                .setSourceState(json(state))
                .setTargetTypeName(kind.typeName())
                .build());
    refuse(answer.getDiagnosticsList());
    return decode(answer.getTargetState(), kind);
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
    if (!(decode(answer.getNewState(), kind) instanceof Value.Fields state)) {
      return Optional.empty();
    }
    assertIdentity(kind, answer.getNewIdentity(), state);
    return Optional.of(new Instance(state, answer.getPrivate(), instance.tainted()));
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
    assertPlannedIdentity(kind, answer, prior, planned);
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
    if (!(decode(answer.getNewState(), kind) instanceof Value.Fields state)) {
      return new Applied(Optional.empty(), failure);
    }
    if (failure.isEmpty()) {
      assertIdentity(kind, answer.getNewIdentity(), state);
    }
    return new Applied(Optional.of(new Instance(state, answer.getPrivate(), tainted)), failure);
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
