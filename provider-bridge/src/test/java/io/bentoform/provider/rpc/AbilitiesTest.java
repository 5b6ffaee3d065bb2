package io.bentoform.provider.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.bentoform.provider.cty.MsgPackCodec;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.plugin.InProcessProvider;
import io.bentoform.provider.proto.ProviderGrpc;
import io.bentoform.provider.proto.TfPlugin6;
import io.bentoform.provider.proto.TfPlugin6.DynamicValue;
import io.bentoform.provider.proto.TfPlugin6.ImportResourceState;
import io.bentoform.provider.proto.TfPlugin6.MoveResourceState;
import io.bentoform.provider.proto.TfPlugin6.RawState;
import io.bentoform.provider.proto.TfPlugin6.UpgradeResourceIdentity;
import io.bentoform.provider.proto.TfPlugin6.UpgradeResourceState;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.Identified;
import io.bentoform.provider.resource.Moves;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Provider;
import io.bentoform.provider.resource.ReadOutcome;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.resource.Stored;
import io.bentoform.provider.resource.Upgrades;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import io.grpc.ClientInterceptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a resource can do beside the least, over the wire. */
class AbilitiesTest {

  /** A name with a length, which version 0 of the schema called its size. */
  private static final class Named implements Resource, Upgrades, Moves, Identified {

    private static final Schema SCHEMA =
        Schema.of(
            2,
            "",
            Attribute.required("name", Type.STRING),
            Attribute.computed("length", Type.NUMBER));

    private static final Schema IDENTITY =
        Schema.of(
            1,
            "",
            Attribute.required("name", Type.STRING).describedAs("Name."),
            Attribute.optional("place", Type.STRING));

    @Override
    public String typeName() {
      return "test_named";
    }

    @Override
    public Schema schema() {
      return SCHEMA;
    }

    @Override
    public JsonObject upgrade(long version, JsonObject state) {
      Object length = version == 0 ? state.raw("size") : state.raw("length");
      return JsonObject.of(Map.of("name", state.text("name", ""), "length", String.valueOf(length)))
          .orElseThrow();
    }

    @Override
    public Optional<Stored> move(Source source) {
      return source.provider().endsWith("/null")
          ? Optional.of(importById(source.state().text("id", "")))
          : Optional.empty();
    }

    @Override
    public Schema identitySchema() {
      return IDENTITY;
    }

    @Override
    public Value.Fields identityOf(Value.Fields state) {
      return new Value.Fields(Map.of("name", state.get("name"), "place", Value.text("here")));
    }

    @Override
    public Stored importByIdentity(Value.Fields identity) {
      return importById(identity.get("name").asText().orElseThrow());
    }

    @Override
    public JsonObject upgradeIdentity(long version, JsonObject identity) {
      return JsonObject.of(Map.of("name", identity.text("label", ""))).orElseThrow();
    }

    @Override
    public ReadOutcome read(Stored current) {
      return new ReadOutcome.Found(current);
    }

    @Override
    public ApplyOutcome create(Stored planned, Value.Fields config, Cancellation cancellation) {
      return new ApplyOutcome.Done(planned);
    }

    @Override
    public ApplyOutcome update(
        Stored prior, Stored planned, Value.Fields config, Cancellation cancellation) {
      return new ApplyOutcome.Done(planned);
    }

    @Override
    public List<Diagnostic> delete(Stored prior, Cancellation cancellation) {
      return List.of();
    }

    @Override
    public Stored importById(String id) {
      return new Stored(SCHEMA.empty().with("name", Value.text(id)), PrivateState.EMPTY);
    }
  }

  /** A provider with one resource. */
  private record Single(Resource resource) implements Provider {

    @Override
    public Schema schema() {
      return Schema.of(0, "");
    }

    @Override
    public List<Resource> resources() {
      return List.of(resource);
    }

    @Override
    public List<Diagnostic> configure(Value.Fields config, String hostVersion) {
      return List.of();
    }
  }

  private final InProcessProvider provider =
      new InProcessProvider(
          new ProviderService((environment, log) -> new Single(new Named())),
          new Log(System.err, Log.Level.OFF));
  private final InProcessProvider.Connection connection =
      provider.connect((ClientInterceptor) AbilitiesTest::pass);
  private final ProviderGrpc.ProviderBlockingStub host = connection.stub();

  private static <Q, A> io.grpc.ClientCall<Q, A> pass(
      io.grpc.MethodDescriptor<Q, A> method, io.grpc.CallOptions options, io.grpc.Channel next) {
    return next.newCall(method, options);
  }

  @AfterEach
  void close() {
    connection.close();
    provider.close();
  }

  private static RawState json(String text) {
    return RawState.newBuilder().setJson(ByteString.copyFromUtf8(text)).build();
  }

  private static Value decode(DynamicValue value, Schema schema) {
    return MsgPackCodec.decode(value.getMsgpack().asReadOnlyByteBuffer(), schema.type());
  }

  private static TfPlugin6.ResourceIdentityData identity(Map<String, Value> attributes) {
    byte[] bytes = MsgPackCodec.encode(new Value.Fields(attributes), Named.IDENTITY.type());
    return TfPlugin6.ResourceIdentityData.newBuilder()
        .setIdentityData(DynamicValue.newBuilder().setMsgpack(ByteString.copyFrom(bytes)))
        .build();
  }

  private UpgradeResourceState.Response upgrade(long version, String state) {
    return host.upgradeResourceState(
        UpgradeResourceState.Request.newBuilder()
            .setTypeName("test_named")
            .setVersion(version)
            .setRawState(json(state))
            .build());
  }

  @Test
  void state_of_earlier_versions_is_rewritten_and_later_versions_are_refused() {
    Value expected = new Value.Fields(Map.of("name", Value.text("abc"), "length", Value.number(3)));
    for (UpgradeResourceState.Response answer :
        List.of(
            upgrade(0, "{\"name\": \"abc\", \"size\": 3}"),
            upgrade(1, "{\"name\": \"abc\", \"length\": 3, \"other\": []}"),
            upgrade(2, "{\"name\": \"abc\", \"length\": 3}"))) {
      assertThat(answer.getDiagnosticsList()).isEmpty();
      assertThat(decode(answer.getUpgradedState(), Named.SCHEMA)).isEqualTo(expected);
    }
    assertThat(upgrade(3, "{\"name\": \"abc\"}").getDiagnosticsList())
        .extracting(TfPlugin6.Diagnostic::getSummary)
        .containsExactly("Unsupported state version");
    assertThat(upgrade(2, "[]").getDiagnosticsCount()).isOne();
  }

  private MoveResourceState.Response move(String from) {
    return host.moveResourceState(
        MoveResourceState.Request.newBuilder()
            .setSourceProviderAddress(from)
            .setSourceTypeName("null_resource")
            .setSourceState(json("{\"id\": \"abc\"}"))
            .setTargetTypeName("test_named")
            .build());
  }

  @Test
  void an_object_of_another_type_is_moved_only_from_where_the_resource_says() {
    MoveResourceState.Response moved = move("registry.terraform.io/hashicorp/null");
    assertThat(decode(moved.getTargetState(), Named.SCHEMA))
        .isEqualTo(Named.SCHEMA.empty().with("name", Value.text("abc")));
    assertThat(moved.getTargetIdentity())
        .isEqualTo(identity(Map.of("name", Value.text("abc"), "place", Value.text("here"))));

    MoveResourceState.Response refused = move("registry.terraform.io/hashicorp/time");
    assertThat(refused.getDiagnosticsList()).hasSize(1);
    assertThat(refused.getDiagnostics(0).getDetail())
        .contains("null_resource", "registry.terraform.io/hashicorp/time", "test_named");
  }

  @Test
  void an_identity_says_what_an_import_must_and_may_set() {
    TfPlugin6.ResourceIdentitySchema schema =
        host.getResourceIdentitySchemas(
                TfPlugin6.GetResourceIdentitySchemas.Request.getDefaultInstance())
            .getIdentitySchemasOrThrow("test_named");
    assertThat(schema.getVersion()).isOne();
    assertThat(schema.getIdentityAttributesList())
        .extracting(
            TfPlugin6.ResourceIdentitySchema.IdentityAttribute::getName,
            TfPlugin6.ResourceIdentitySchema.IdentityAttribute::getRequiredForImport,
            TfPlugin6.ResourceIdentitySchema.IdentityAttribute::getOptionalForImport)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("name", true, false),
            org.assertj.core.groups.Tuple.tuple("place", false, true));
  }

  private ImportResourceState.Response importBy(Map<String, Value> identity) {
    return host.importResourceState(
        ImportResourceState.Request.newBuilder()
            .setTypeName("test_named")
            .setIdentity(identity(identity))
            .build());
  }

  @Test
  void an_import_by_identity_answers_the_identity_and_needs_what_is_required() {
    ImportResourceState.Response made = importBy(Map.of("name", Value.text("abc")));
    assertThat(made.getDiagnosticsList()).isEmpty();
    assertThat(decode(made.getImportedResources(0).getState(), Named.SCHEMA))
        .isEqualTo(Named.SCHEMA.empty().with("name", Value.text("abc")));
    assertThat(made.getImportedResources(0).getIdentity())
        .isEqualTo(identity(Map.of("name", Value.text("abc"), "place", Value.text("here"))));

    assertThat(importBy(Map.of("place", Value.text("x"))).getDiagnosticsList())
        .extracting(TfPlugin6.Diagnostic::getSummary)
        .containsExactly("Missing value for name");
  }

  @Test
  void a_stored_identity_of_an_earlier_version_is_rewritten() {
    UpgradeResourceIdentity.Response answer =
        host.upgradeResourceIdentity(
            UpgradeResourceIdentity.Request.newBuilder()
                .setTypeName("test_named")
                .setVersion(0)
                .setRawIdentity(json("{\"label\": \"abc\"}"))
                .build());
    assertThat(answer.getDiagnosticsList()).isEmpty();
    assertThat(answer.getUpgradedIdentity()).isEqualTo(identity(Map.of("name", Value.text("abc"))));
  }

  @Test
  void plan_read_and_apply_answer_the_identity_of_the_object() {
    DynamicValue object =
        DynamicValue.newBuilder()
            .setMsgpack(
                ByteString.copyFrom(
                    MsgPackCodec.encode(
                        Named.SCHEMA.empty().with("name", Value.text("abc")), Named.SCHEMA.type())))
            .build();
    TfPlugin6.ResourceIdentityData expected =
        identity(Map.of("name", Value.text("abc"), "place", Value.text("here")));
    TfPlugin6.PlanResourceChange.Response planned =
        host.planResourceChange(
            TfPlugin6.PlanResourceChange.Request.newBuilder()
                .setTypeName("test_named")
                .setConfig(object)
                .setProposedNewState(object)
                .build());
    assertThat(planned.getPlannedIdentity()).isEqualTo(expected);
    assertThat(
            host.readResource(
                    TfPlugin6.ReadResource.Request.newBuilder()
                        .setTypeName("test_named")
                        .setCurrentState(object)
                        .build())
                .getNewIdentity())
        .isEqualTo(expected);
    assertThat(
            host.applyResourceChange(
                    TfPlugin6.ApplyResourceChange.Request.newBuilder()
                        .setTypeName("test_named")
                        .setConfig(object)
                        .setPlannedState(object)
                        .build())
                .getNewIdentity())
        .isEqualTo(expected);
  }
}
