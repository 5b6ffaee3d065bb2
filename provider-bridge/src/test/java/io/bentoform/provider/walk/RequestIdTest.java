package io.bentoform.provider.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.bentoform.provider.Main;
import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.cluster.ClusterResource;
import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.plugin.InProcessProvider;
import io.bentoform.provider.rpc.ProviderService;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a diagnostic of the provider calls a request is what the real API calls it. */
class RequestIdTest {

  private static final Kind CLUSTER = Kind.of(0, new ClusterResource(new ApiAccess()));
  private static final Pattern ID = Pattern.compile("\\(Request id: ([A-Za-z0-9._-]+)\\)");

  private final Server server = Server.shared();
  private final String name = "r" + UUID.randomUUID().toString().substring(0, 12);
  private final InProcessProvider provider =
      new InProcessProvider(
          new ProviderService(Main::provider), new Log(System.err, Log.Level.OFF));

  @AfterEach
  void close() {
    provider.close();
    server.call("DELETE", "/api/v1/clusters/" + name, null);
  }

  private Value.Fields config(String description) {
    String json = "{\"name\": \"%s\", \"description\": \"%s\"}".formatted(name, description);
    return (Value.Fields) JsonCodec.decode(json, CLUSTER.schema().type());
  }

  /** Makes a cluster as it is configured; answers what a host gets to know. */
  private Plugin.Applied apply(URI endpoint, Value prior, Value.Fields config) {
    try (Plugin plugin = new Plugin(provider.connect(), endpoint, server.token())) {
      Value.Fields proposed = HostRules.proposed(CLUSTER.schema(), prior, config);
      Value.Fields planned =
          plugin.plan(CLUSTER, prior, proposed, config, ByteString.EMPTY).state();
      return plugin.apply(CLUSTER, prior, planned, config, ByteString.EMPTY);
    }
  }

  /** Changes a cluster; answers the id in the diagnostic of the failure. */
  private String failToChange(Proxy proxy) {
    Value.Fields made =
        apply(server.url(), Value.ofNull(), config("")).stored().orElseThrow().state();
    String failure = apply(proxy.url(), made, config("changed")).failure();
    Matcher id = ID.matcher(failure);
    assertThat(id.find()).as(failure).isTrue();
    return id.group(1);
  }

  private List<String> audited(String id) {
    return server.require("GET", "/api/v1/audit?q=request:" + id, null).objects("items").stream()
        .map(each -> each.text("action", ""))
        .toList();
  }

  @Test
  void a_change_whose_response_is_lost_is_in_the_audit_under_the_id_in_its_diagnostic()
      throws IOException {
    try (Proxy proxy = new Proxy(server.url(), new Proxy.Fault(Proxy.Trouble.CUT_AFTER, true, 0))) {
      assertThat(audited(failToChange(proxy))).containsExactly("cluster.describe");
    }
  }

  @Test
  void a_change_that_never_arrived_is_not_in_the_audit() throws IOException {
    try (Proxy proxy =
        new Proxy(server.url(), new Proxy.Fault(Proxy.Trouble.CUT_BEFORE, true, 0))) {
      assertThat(audited(failToChange(proxy))).isEmpty();
    }
  }
}
