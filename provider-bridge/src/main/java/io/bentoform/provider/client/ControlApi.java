package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.log.Log;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A client of the control API at one endpoint. It connects on the first call. */
public final class ControlApi {

  private final HttpCaller caller;
  private final SecretClient secrets;
  private final DeploymentClient deployments;
  private @Nullable Capabilities capabilities;

  /** A client with a direct connection, which trusts the built-in certificate authorities. */
  public ControlApi(URI endpoint, Token token, Log log) {
    this(endpoint, token, log, Network.DIRECT);
  }

  public ControlApi(URI endpoint, Token token, Log log, Network network) {
    this(new HttpCaller(endpoint, token, log, HttpCaller.Limits.USUAL, network));
  }

  ControlApi(URI endpoint, Token token, Log log, HttpCaller.Limits limits) {
    this(new HttpCaller(endpoint, token, log, limits, Network.DIRECT));
  }

  private ControlApi(HttpCaller caller) {
    this.caller = caller;
    this.secrets = new SecretClient(caller, this::capabilities);
    this.deployments = new DeploymentClient(caller, this::capabilities);
  }

  /** Cancels all calls within a second and rejects later ones. */
  public void stop() {
    caller.stop();
  }

  public SecretClient secrets() {
    return secrets;
  }

  public DeploymentClient deployments() {
    return deployments;
  }

  /**
   * Objects of another kind.
   *
   * @param path of their list, such as {@code api/v1/clusters}, as segments
   */
  public JsonObjects objects(String... path) {
    return new JsonObjects(caller, List.of(path));
  }

  /** The capabilities of the API, requested once. A plain BentoCloud has no such route. */
  public synchronized Capabilities capabilities() {
    Capabilities known = capabilities;
    if (known == null) {
      known = new Capabilities(ask());
      capabilities = known;
    }
    return known;
  }

  private Set<String> ask() {
    try {
      JsonObject answer = caller.send(Call.get("/api/v1/version"));
      return new TreeSet<>(answer.texts("capabilities"));
    } catch (ApiException e) {
      // Any 404 means that the route does not exist.
      if (e.status() == 404) {
        return Set.of();
      }
      throw e;
    }
  }
}
