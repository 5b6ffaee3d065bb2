package io.bentoform.api.deployment;

import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.engine.EngineUnavailableException;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.http.PageHeaders;
import io.bentoform.api.http.ProblemException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientConfig;
import io.helidon.webclient.http1.Http1ClientRequest;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Calls a deployment through this API (additive), as the API server of Kubernetes does for its
 * services: for the console, and for clients that do not reach the deployment's own address.
 *
 * <p>What the deployment answers is not taken for a page of this server: it is a download that runs
 * nothing, and no cookie of it is kept. Neither does it get the caller's token.
 */
public final class ProxyRoutes implements HttpService {
  private static final String PROXY = "/api/v2/deployments/{name}/proxy";
  private static final List<HeaderName> TO_DEPLOYMENT =
      List.of(HeaderNames.ACCEPT, HeaderNames.ACCEPT_LANGUAGE, HeaderNames.CONTENT_TYPE);
  private static final List<HeaderName> TO_CLIENT =
      List.of(HeaderNames.CONTENT_TYPE, HeaderNames.RETRY_AFTER);
  private static final int BLOCK = 8192;

  /** The limits of the deployment end a call long before. */
  private static final Duration LIMIT = Duration.ofHours(1);

  /** Made with the first call, not at the start of the server. */
  private static final class Client {
    /** One connection for each call: one that is kept could be that of an earlier deployment. */
    static final Http1ClientConfig CONFIG =
        Http1Client.builder()
            .readTimeout(LIMIT)
            .followRedirects(false)
            .shareConnectionCache(false)
            .servicesDiscoverServices(false)
            .buildPrototype();
  }

  private final Deployments deployments;
  private final ClusterStore clusters;
  private final Engines engines;

  public ProxyRoutes(Deployments deployments, ClusterStore clusters, Engines engines) {
    this.deployments = deployments;
    this.clusters = clusters;
    this.engines = engines;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(PROXY + "/{+path}", this::pass).post(PROXY + "/{+path}", this::pass);
  }

  private void pass(ServerRequest request, ServerResponse response) throws IOException {
    String name = request.path().pathParameters().get("name");
    Deployment deployment = deployments.named(clusters.resolve(request), name);
    SocketAddress address = address(deployment);
    Http1Client client = Http1Client.create(Client.CONFIG);
    try (HttpClientResponse answer = call(client, request, address)) {
      response.status(answer.status());
      copy(answer.headers(), TO_CLIENT, response::header);
      PageHeaders.download(response);
      try (OutputStream out = response.outputStream()) {
        stream(answer, out);
      }
    } finally {
      client.closeResource();
    }
  }

  private SocketAddress address(Deployment deployment) {
    try {
      return engines
          .of(deployment.cluster().uid())
          .inside(deployment.uid())
          .orElseThrow(
              () ->
                  ProblemException.conflict(
                      "no_address",
                      "Deployment "
                          + deployment.name()
                          + " has no address: it was not started here yet."));
    } catch (EngineUnavailableException e) {
      throw ProblemException.unavailable(e.getMessage());
    }
  }

  private static HttpClientResponse call(
      Http1Client client, ServerRequest request, SocketAddress address) {
    Http1ClientRequest call =
        client
            .method(request.prologue().method())
            .address(address)
            .skipUriEncoding(true)
            .uri("http://localhost" + target(request));
    copy(request.headers(), TO_DEPLOYMENT, call::header);
    return request.content().hasEntity()
        ? call.submit(request.content().as(byte[].class))
        : call.request();
  }

  /** What follows the prefix, as it was sent. */
  private static String target(ServerRequest request) {
    String path = request.path().rawPath();
    int start = path.indexOf("/proxy/", path.indexOf("/deployments/")) + "/proxy".length();
    String query = request.query().rawValue();
    return path.substring(start) + (query.isEmpty() ? "" : "?" + query);
  }

  private static void copy(
      Headers from, List<HeaderName> names, BiConsumer<HeaderName, String> to) {
    names.forEach(name -> from.first(name).ifPresent(value -> to.accept(name, value)));
  }

  /** At the pace of the deployment: a part is sent on when it is there. */
  private static void stream(HttpClientResponse answer, OutputStream out) throws IOException {
    byte[] block = new byte[BLOCK];
    try (InputStream in = answer.inputStream()) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        out.write(block, 0, read);
        out.flush();
      }
    }
  }
}
