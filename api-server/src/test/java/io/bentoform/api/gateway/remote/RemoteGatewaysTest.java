package io.bentoform.api.gateway.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.TestServer;
import io.bentoform.api.cluster.GatewayLoads;
import io.bentoform.api.gateway.GatewayMetrics;
import io.bentoform.api.gateway.Load;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RemoteGatewaysTest {
  private final String cluster = UUID.randomUUID().toString();
  private final List<String> demands = new CopyOnWriteArrayList<>();
  private final RemoteGateways gateways =
      new RemoteGateways(
          (deployment, service, version) -> demands.add(deployment + " " + service + " " + version),
          loads());

  /** What all servers of the cluster know. */
  private GatewayLoads loads() {
    return new GatewayLoads(TestServer.shared().database(), cluster);
  }

  private Load load(String deployment) {
    return gateways.loads().orElseThrow().of(deployment, SampleRoutes.SERVICE);
  }

  @AfterEach
  void close() {
    gateways.close();
  }

  private static GatewayReport first(String gateway, GatewayMetrics.Service... counted) {
    return new GatewayReport(gateway, "", 0, true, List.of(counted));
  }

  private static GatewayReport after(
      GatewayOrders orders, String gateway, GatewayMetrics.Service... counted) {
    return new GatewayReport(gateway, orders.source(), orders.version(), false, List.of(counted));
  }

  @Test
  void a_gateway_that_asks_first_gets_all_routes_and_then_what_has_changed() throws Exception {
    gateways.apply(SampleRoutes.of(SampleRoutes.named("a"), SampleRoutes.named("b")));

    GatewayOrders all = gateways.exchange(first("g"));
    gateways.apply(SampleRoutes.of(SampleRoutes.named("b"), SampleRoutes.named("c")));
    GatewayOrders changes = gateways.exchange(after(all, "g"));

    assertThat(all.whole()).isTrue();
    assertThat(all.routes()).containsOnlyKeys("a", "b");
    assertThat(changes.whole()).isFalse();
    assertThat(changes.routes()).containsOnlyKeys("a", "c").containsEntry("a", List.of());
  }

  @Test
  void orders_are_the_same_after_they_were_written_and_read() throws Exception {
    gateways.apply(SampleRoutes.of(SampleRoutes.named("a")));
    GatewayOrders orders = gateways.exchange(first("g", SampleRoutes.counted("a", 2)));

    String text = GatewayJson.MAPPER.writeValueAsString(orders);

    assertThat(GatewayJson.MAPPER.readValue(text, GatewayOrders.class)).isEqualTo(orders);
  }

  @Test
  void an_answer_is_held_back_until_there_is_something_new() throws Exception {
    gateways.apply(SampleRoutes.of(SampleRoutes.named("a")));
    GatewayOrders all = gateways.exchange(first("g"));

    GatewayOrders nothing = gateways.exchange(after(all, "g"));
    CompletableFuture<GatewayOrders> next =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return gateways.exchange(after(nothing, "g"));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    gateways.apply(SampleRoutes.of());

    assertThat(nothing.routes()).isEmpty();
    assertThat(next.get(20, TimeUnit.SECONDS).routes()).containsOnlyKeys("a");
  }

  @Test
  void a_gateway_that_knows_another_process_gets_all_routes() throws Exception {
    gateways.apply(SampleRoutes.of(SampleRoutes.named("a")));

    GatewayOrders orders =
        gateways.exchange(new GatewayReport("g", "another", 99, true, List.of()));

    assertThat(orders.whole()).isTrue();
    assertThat(orders.routes()).containsOnlyKeys("a");
  }

  @Test
  void a_server_that_has_not_heard_all_asks_for_the_whole() throws Exception {
    GatewayOrders orders =
        gateways.exchange(
            new GatewayReport("g", "another", 3, false, List.of(SampleRoutes.counted("a", 1))));

    assertThat(orders.unheard()).isTrue();
    assertThat(gateways.loads()).isEmpty();
  }

  @Test
  void what_all_gateways_have_counted_is_added_up() throws Exception {
    GatewayOrders orders = gateways.exchange(first("g", SampleRoutes.counted("a", 2)));
    gateways.exchange(first("h", SampleRoutes.counted("a", 3)));

    assertThat(load("a").inFlightByVersion()).containsEntry("main", 5);
    assertThat(gateways.metrics().services())
        .singleElement()
        .satisfies(one -> assertThat(one.requestsByClass()).containsExactly(0L, 10L, 0L, 0L, 0L));

    gateways.exchange(after(orders, "g", SampleRoutes.counted("a", 0)));

    assertThat(load("a").inFlight()).isEqualTo(3);
  }

  @Test
  void a_request_that_waits_counts_before_it_is_in_a_report() throws Exception {
    gateways.exchange(first("g"));

    gateways.awake(new Waited("a", SampleRoutes.SERVICE, "main"));

    assertThat(demands).containsExactly("a Summary main");
    assertThat(load("a").waitingByVersion()).containsEntry("main", 1);
    assertThat(load("b").waiting()).isZero();
  }

  @Test
  void a_gateway_that_changes_between_two_servers_counts_once_on_both() throws Exception {
    RemoteGateways other = new RemoteGateways((deployment, service, version) -> {}, loads());
    GatewayOrders here = gateways.exchange(first("g", SampleRoutes.counted("a", 2)));

    GatewayOrders there = other.exchange(after(here, "g", SampleRoutes.counted("a", 3)));
    assertThat(there.unheard()).as("it may have missed what was told before").isTrue();
    other.exchange(first("g", SampleRoutes.counted("a", 3), SampleRoutes.counted("b", 1)));

    assertThat(load("a").inFlight()).isEqualTo(3);
    assertThat(load("b").inFlight()).isEqualTo(1);
    GatewayOrders back = gateways.exchange(after(there, "g", SampleRoutes.counted("a", 4)));
    assertThat(back.unheard()).as("what b has is not known here").isTrue();
    other.close();
  }
}
