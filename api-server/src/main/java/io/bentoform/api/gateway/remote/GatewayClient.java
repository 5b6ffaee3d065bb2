package io.bentoform.api.gateway.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.gateway.Demand;
import io.bentoform.api.gateway.EndpointGuard;
import io.bentoform.api.gateway.Gateway;
import io.bentoform.api.gateway.GatewayMetrics;
import io.bentoform.api.gateway.Route;
import io.bentoform.api.gateway.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The side of a gateway: asks the control API for routes, tells it what is counted, and asks it who
 * may call protected endpoints. While the control API is away the last routes and answers hold.
 */
public final class GatewayClient implements Demand, EndpointGuard, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(GatewayClient.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final int TOKENS = 10_000;

  private final HttpClient http;
  private final URI base;
  private final Hidden token;
  private final String name;
  private final Cache<String, Decision> decisions =
      Caffeine.newBuilder().maximumSize(TOKENS).expireAfterWrite(REMEMBERED).build();
  private final Map<String, List<Route>> routes = new TreeMap<>();
  private final Set<GatewayMetrics.Service> told = new HashSet<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private GatewayOrders last = new GatewayOrders("", 0, true, Map.of(), true);
  private long applied;
  private boolean away;

  /** What the control API has said of a token. */
  private record Decision(boolean allowed, long at) {
    boolean isFresh() {
      return System.nanoTime() - at < FRESH.toNanos();
    }
  }

  /**
   * Does nothing before {@link #start}.
   *
   * @param http closed with this
   * @param base the address of the cluster's gateways at the control API, with a slash at its end
   * @param token opens that address
   * @param name of this gateway, which no other one has at the same time
   */
  public GatewayClient(HttpClient http, URI base, Hidden token, String name) {
    this.http = http;
    this.base = base;
    this.token = token;
    this.name = name;
  }

  /**
   * Waits until the control API has told the first routes, so that a gateway which is open never
   * refuses what it should know.
   *
   * @throws InterruptedException when the process ends
   */
  public void awaitRoutes() throws InterruptedException {
    while (!exchange(List.of())) {
      if (closed.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new InterruptedException();
      }
    }
  }

  /** Keeps a gateway up to date until this is closed; {@link #awaitRoutes} comes before. */
  public void start(Gateway gateway) {
    apply(gateway);
    Thread.ofVirtual().name("gateway-client").start(() -> run(gateway));
  }

  private void run(Gateway gateway) {
    try {
      while (closed.getCount() > 0) {
        Map<String, List<Route>> before = Map.copyOf(routes);
        boolean answered = exchange(gateway.metrics().services());
        if (!routes.equals(before)) {
          apply(gateway);
        }
        // A server that is asked first answers at once, and each time it may be another one.
        boolean isHeldBack = answered && !last.whole();
        if (!isHeldBack && closed.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void apply(Gateway gateway) {
    try {
      gateway.apply(new Routes(++applied, routes.values().stream().flatMap(List::stream).toList()));
    } catch (UncheckedIOException e) {
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
    }
  }

  private boolean exchange(List<GatewayMetrics.Service> counted) throws InterruptedException {
    boolean whole = last.unheard();
    List<GatewayMetrics.Service> news =
        counted.stream().filter(one -> whole || !told.contains(one)).toList();
    try {
      HttpResponse<byte[]> answer =
          send(
              "exchange",
              new GatewayReport(name, last.source(), last.version(), whole, news),
              RemoteGateways.patience());
      if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException("status " + answer.statusCode());
      }
      told.clear();
      told.addAll(counted);
      obey(GatewayJson.MAPPER.readValue(answer.body(), GatewayOrders.class));
      if (away) {
        away = false;
        LOG.log(System.Logger.Level.INFO, "The control API answers again");
      }
      return true;
    } catch (IOException e) {
      if (!away && closed.getCount() > 0) {
        away = true;
        LOG.log(
            System.Logger.Level.WARNING,
            "The control API at {0} does not answer: {1}. The last routes hold until it does.",
            base,
            e);
      }
      return false;
    }
  }

  private void obey(GatewayOrders orders) {
    if (orders.whole()) {
      routes.clear();
    }
    routes.putAll(orders.routes());
    routes.values().removeIf(List::isEmpty);
    last = orders;
  }

  private HttpResponse<byte[]> send(String what, Object content, Duration patience)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(base.resolve(what))
            .timeout(patience)
            .header("Authorization", "Bearer " + token.reveal())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(GatewayJson.MAPPER.writeValueAsBytes(content)))
            .build(),
        BodyHandlers.ofByteArray());
  }

  @Override
  public void awake(String deployment, String service, String version) {
    try {
      send("demand", new Waited(deployment, service, version), PATIENCE);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A wake-up was not told: {0}", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean allows(Hidden presented) {
    String key = DigestUtils.sha256Hex(presented.reveal());
    Decision known = decisions.getIfPresent(key);
    if (known != null && known.isFresh()) {
      return known.allowed();
    }
    try {
      int status = access(presented);
      if (status == HttpURLConnection.HTTP_NO_CONTENT
          || status == HttpURLConnection.HTTP_FORBIDDEN) {
        boolean allowed = status == HttpURLConnection.HTTP_NO_CONTENT;
        decisions.put(key, new Decision(allowed, System.nanoTime()));
        return allowed;
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A token was not checked: {0}", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return known != null && known.allowed();
  }

  private int access(Hidden presented) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(base.resolve("access"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token.reveal())
                .POST(BodyPublishers.ofString(presented.reveal()))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  @Override
  public void close() {
    closed.countDown();
    http.shutdownNow();
  }
}
