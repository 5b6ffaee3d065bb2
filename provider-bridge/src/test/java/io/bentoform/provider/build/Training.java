package io.bentoform.provider.build;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bentoform.provider.plugin.TlsIdentity;
import io.bentoform.provider.proto.ProviderGrpc;
import io.bentoform.provider.proto.TfPlugin6;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A session with a provider process that records which classes it loads: every call that a plan and
 * an apply make, over mutual TLS, and calls of an API that answers just enough. It decides only how
 * fast the package starts, never what it does.
 */
final class Training {

  private static final String SECRET =
      "{\"name\":\"a\",\"description\":\"\",\"cluster\":{\"name\":\"default\"},\"revision\":1,"
          + "\"content\":{\"type\":\"env\",\"stage\":\"runtime\","
          + "\"items\":[{\"key\":\"K\",\"revision\":1}]}}";
  private static final String DEPLOYMENT =
      "{\"name\":\"a\",\"status\":\"running\",\"cluster\":{\"name\":\"default\"},\"revision\":1,"
          + "\"created_at\":\"2026-01-01T00:00:00Z\",\"urls\":[\"http://a\"],\"labels\":[],"
          + "\"secrets\":[{\"name\":\"s\",\"keys\":[\"K\"],\"revision\":1}],"
          + "\"latest_revision\":{\"targets\":[{\"config\":{\"services\":{},\"envs\":[]},"
          + "\"bento\":{\"version\":\"1\",\"repository\":{\"name\":\"b\"}}}]}}";
  private static final String VERSION =
      "{\"name\":\"bentoform\",\"capabilities\":[\"secret_compare\",\"secret_revisions\","
          + "\"deployment_check\",\"deployment_secret_states\",\"expected_secret_revisions\","
          + "\"deployment_metadata\"]}";
  private static final String COMPARISON =
      "{\"revision\":1,\"added\":[],\"removed\":[],\"changed\":[\"K\"],\"unchanged\":[]}";

  private Training() {}

  static void run(List<String> command) throws Exception {
    HttpServer api =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext("/", Training::answer);
    api.start();
    try (PluginHost host = PluginHost.start(command, Map.of("TF_LOG", ""), TlsIdentity.create())) {
      drive(host.provider(), "http://localhost:" + api.getAddress().getPort());
      host.shutdown();
    } finally {
      api.stop(0);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    exchange.getRequestBody().readAllBytes();
    boolean creation = exchange.getRequestMethod().equals("GET") && path.endsWith("/new");
    String body =
        creation
            ? "{\"title\":\"not found\",\"errors\":[{\"pointer\":\"/name\",\"detail\":\"x\"}]}"
            : path.endsWith("/version")
                ? VERSION
                : path.endsWith("/compare")
                    ? COMPARISON
                    : path.endsWith("/check")
                        ? "{\"problems\":[]}"
                        : path.contains("org_secrets") ? SECRET : DEPLOYMENT;
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(creation ? 404 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void drive(ProviderGrpc.ProviderBlockingStub provider, String endpoint) {
    provider.getProviderSchema(TfPlugin6.GetProviderSchema.Request.getDefaultInstance());
    provider.getResourceIdentitySchemas(
        TfPlugin6.GetResourceIdentitySchemas.Request.getDefaultInstance());
    TfPlugin6.DynamicValue config = Samples.provider(endpoint);
    provider.validateProviderConfig(
        TfPlugin6.ValidateProviderConfig.Request.newBuilder().setConfig(config).build());
    provider.configureProvider(
        TfPlugin6.ConfigureProvider.Request.newBuilder()
            .setTerraformVersion("1.11.4")
            .setConfig(config)
            .build());
    for (Samples.Sample sample : Samples.all()) {
      drive(provider, sample);
    }
    provider.stopProvider(TfPlugin6.StopProvider.Request.getDefaultInstance());
  }

  private static void drive(ProviderGrpc.ProviderBlockingStub provider, Samples.Sample sample) {
    provider.validateResourceConfig(
        TfPlugin6.ValidateResourceConfig.Request.newBuilder()
            .setTypeName(sample.type())
            .setConfig(sample.config())
            .setClientCapabilities(
                TfPlugin6.ClientCapabilities.newBuilder().setWriteOnlyAttributesAllowed(true))
            .build());
    TfPlugin6.PlanResourceChange.Response created =
        provider.planResourceChange(
            TfPlugin6.PlanResourceChange.Request.newBuilder()
                .setTypeName(sample.type())
                .setConfig(sample.config())
                .setProposedNewState(sample.config())
                .build());
    provider.applyResourceChange(
        TfPlugin6.ApplyResourceChange.Request.newBuilder()
            .setTypeName(sample.type())
            .setConfig(sample.config())
            .setPlannedState(created.getPlannedState())
            .build());
    TfPlugin6.DynamicValue state =
        provider
            .upgradeResourceState(
                TfPlugin6.UpgradeResourceState.Request.newBuilder()
                    .setTypeName(sample.type())
                    .setRawState(TfPlugin6.RawState.newBuilder().setJson(sample.state()))
                    .build())
            .getUpgradedState();
    provider.readResource(
        TfPlugin6.ReadResource.Request.newBuilder()
            .setTypeName(sample.type())
            .setCurrentState(state)
            .build());
    TfPlugin6.PlanResourceChange.Response changed =
        provider.planResourceChange(
            TfPlugin6.PlanResourceChange.Request.newBuilder()
                .setTypeName(sample.type())
                .setPriorState(state)
                .setConfig(sample.config())
                .setProposedNewState(sample.config())
                .build());
    provider.applyResourceChange(
        TfPlugin6.ApplyResourceChange.Request.newBuilder()
            .setTypeName(sample.type())
            .setPriorState(state)
            .setConfig(sample.config())
            .setPlannedState(changed.getPlannedState())
            .build());
    provider.importResourceState(
        TfPlugin6.ImportResourceState.Request.newBuilder()
            .setTypeName(sample.type())
            .setId("default/a")
            .build());
  }
}
