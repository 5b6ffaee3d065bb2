package io.bentoform.provider.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.bentoform.provider.Main;
import io.bentoform.provider.build.PluginHost;
import io.bentoform.provider.build.Samples;
import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.MsgPackCodec;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.plugin.InProcessProvider;
import io.bentoform.provider.proto.ProviderGrpc;
import io.bentoform.provider.proto.TfPlugin6.CallFunction;
import io.bentoform.provider.proto.TfPlugin6.ConfigureProvider;
import io.bentoform.provider.proto.TfPlugin6.Diagnostic;
import io.bentoform.provider.proto.TfPlugin6.DynamicValue;
import io.bentoform.provider.proto.TfPlugin6.GenerateResourceConfig;
import io.bentoform.provider.proto.TfPlugin6.GetProviderSchema;
import io.bentoform.provider.proto.TfPlugin6.InvokeAction;
import io.bentoform.provider.proto.TfPlugin6.ListResource;
import io.bentoform.provider.resource.Lists;
import io.bentoform.provider.resource.ObjectType;
import io.bentoform.provider.resource.Provider;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.rpc.ProviderService;
import io.bentoform.provider.schema.Schema;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Lists, actions and generated configuration, which hosts have since Terraform 1.14, by the calls
 * of such a host against the real API.
 */
class OtherKindsTest {

  private static final Log SILENT = new Log(System.err, Log.Level.OFF);

  private static final String DEPLOYMENTS = "/api/v2/deployments";

  private final Server server = Server.shared();
  private final Provider described = Main.provider(Map.of(), SILENT);
  private final InProcessProvider provider =
      new InProcessProvider(new ProviderService(Main::provider), SILENT);
  private final InProcessProvider.Connection connection = provider.connect();
  private final ProviderGrpc.ProviderBlockingStub stub = connection.stub();

  @AfterEach
  void close() {
    connection.close();
    provider.close();
  }

  private void makeSecret(String name) {
    Map<String, ?> item = Map.of("key", "KEY", "value", "hidden");
    server.require(
        "POST",
        "/api/v1/org_secrets",
        Map.of("name", name, "content", Map.of("type", "env", "items", List.of(item))));
  }

  private void configure() {
    assertThat(
            stub.configureProvider(
                    ConfigureProvider.Request.newBuilder()
                        .setTerraformVersion("1.14.9")
                        .setConfig(Samples.provider(server.url().toString(), server.token()))
                        .build())
                .getDiagnosticsList())
        .isEmpty();
  }

  private static <T extends ObjectType> T type(List<T> types, String name) {
    return types.stream().filter(each -> each.typeName().equals(name)).findFirst().orElseThrow();
  }

  private static DynamicValue encode(String json, Type type) {
    return DynamicValue.newBuilder()
        .setMsgpack(ByteString.copyFrom(MsgPackCodec.encode(JsonCodec.decode(json, type), type)))
        .build();
  }

  private static Value.Fields decode(DynamicValue wire, Schema schema) {
    return (Value.Fields)
        MsgPackCodec.decode(wire.getMsgpack().asReadOnlyByteBuffer(), schema.type());
  }

  private static <T> List<T> all(Iterator<T> events) {
    List<T> list = new ArrayList<>();
    events.forEachRemaining(list::add);
    return list;
  }

  @Test
  void secrets_are_listed_by_identity_and_up_to_the_limit() {
    makeSecret("listed-a");
    makeSecret("listed-b");
    configure();
    Resource secret = type(described.resources(), "bentocloud_secret");
    ListResource.Request.Builder request =
        ListResource.Request.newBuilder()
            .setTypeName(secret.typeName())
            .setIncludeResourceObject(true)
            .setLimit(100)
            .setConfig(encode("{\"query\": \"listed\"}", ((Lists) secret).listSchema().type()));

    List<ListResource.Event> events = all(stub.listResource(request.build()));

    assertThat(events)
        .extracting(ListResource.Event::getDisplayName)
        .containsExactlyInAnyOrder("listed-a", "listed-b");
    assertThat(events).allSatisfy(event -> assertThat(event.getDiagnosticList()).isEmpty());
    Value.Fields object = decode(events.getFirst().getResourceObject(), secret.schema());
    assertThat(object.get("keys").asTextSet()).containsExactly("KEY");
    assertThat(events.toString()).doesNotContain("hidden");
    assertThat(all(stub.listResource(request.setLimit(1).build()))).hasSize(1);
  }

  @Test
  void generated_configuration_has_no_more_than_a_user_would_write() {
    Resource secret = type(described.resources(), "bentocloud_secret");
    String state =
        """
        {"name": "a", "cluster": "default", "description": "", "type": "env", "stage": "all",
         "keys": ["KEY"], "revision": 3, "uid": "u", "id": "default/a"}
        """;

    Value.Fields config =
        decode(
            stub.generateResourceConfig(
                    GenerateResourceConfig.Request.newBuilder()
                        .setTypeName(secret.typeName())
                        .setState(encode(state, secret.schema().type()))
                        .build())
                .getConfig(),
            secret.schema());

    assertThat(config.get("name").asText()).hasValue("a");
    assertThat(config.get("stage").asText()).hasValue("all");
    assertThat(config.get("description").isNull()).isTrue();
    assertThat(config.get("revision").isNull()).isTrue();
    assertThat(config.get("keys").isNull()).isTrue();
  }

  @Test
  void an_action_without_its_deployment_fails_in_one_event() {
    configure();
    ObjectType restart = type(described.actions(), "bentocloud_deployment_restart");

    List<InvokeAction.Event> events =
        all(
            stub.invokeAction(
                InvokeAction.Request.newBuilder()
                    .setActionType(restart.typeName())
                    .setConfig(encode("{\"name\": \"nothing\"}", restart.schema().type()))
                    .build()));

    assertThat(events).hasSize(1);
    List<Diagnostic> found = events.getFirst().getCompleted().getDiagnosticsList();
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().getSummary()).contains("restart the deployment \"nothing\"");
  }

  @Test
  void a_deployment_is_restarted_and_rolled_back_by_actions() {
    server.require(
        "POST", DEPLOYMENTS + "?cluster=", Map.of("name", "acted", "bento", "walked:v1"));
    configure();

    for (String action : List.of("restart", "rollback")) {
      ObjectType type = type(described.actions(), "bentocloud_deployment_" + action);
      List<InvokeAction.Event> events =
          all(
              stub.invokeAction(
                  InvokeAction.Request.newBuilder()
                      .setActionType(type.typeName())
                      .setConfig(encode("{\"name\": \"acted\"}", type.schema().type()))
                      .build()));

      assertThat(events.getLast().getCompleted().getDiagnosticsList()).as(action).isEmpty();
      assertThat(events.getFirst().getProgress().getMessage()).contains("\"acted\"");
    }
    assertThat(server.require("GET", DEPLOYMENTS + "/acted?cluster=", null).integer("revision"))
        .isEqualTo(3);
  }

  @Test
  void functions_work_before_the_provider_is_configured() {
    CallFunction.Response good = call("parse_dotenv", "A=\"hidden\"");
    CallFunction.Response bad = call("parse_dotenv", "A=\"hidden");

    assertThat(good.hasError()).isFalse();
    assertThat(bad.getError().getFunctionArgument()).isZero();
    assertThat(bad.getError().getText()).contains("quote of A").doesNotContain("hidden");
  }

  private CallFunction.Response call(String function, String argument) {
    return stub.callFunction(
        CallFunction.Request.newBuilder()
            .setName(function)
            .addArguments(encode("\"" + argument.replace("\"", "\\\"") + "\"", Type.STRING))
            .build());
  }

  @Test
  void every_kind_is_in_the_schema_that_hosts_ask_for() {
    GetProviderSchema.Response schema = PluginHost.schema(stub);

    assertThat(schema.getResourceSchemasCount()).isEqualTo(5);
    assertThat(schema.getDataSourceSchemasCount()).isEqualTo(12);
    assertThat(schema.getEphemeralResourceSchemasMap()).containsKey("bentocloud_api_token");
    assertThat(schema.getListResourceSchemasMap())
        .containsOnlyKeys("bentocloud_secret", "bentocloud_deployment");
    assertThat(schema.getActionSchemasMap())
        .containsOnlyKeys("bentocloud_deployment_restart", "bentocloud_deployment_rollback");
    assertThat(schema.getFunctionsMap())
        .containsOnlyKeys("deployment_from_yaml", "deployment_to_yaml", "parse_dotenv");
  }
}
