package io.bentoform.api.gateway;

/** What passes the requests of deployments on, in this process or elsewhere. */
public interface DataPath extends AutoCloseable {

  /**
   * Routes requests by these from now on, unless they are older than the last ones.
   *
   * @throws java.io.UncheckedIOException naming each address that cannot be opened, such as a taken
   *     port; all else is applied all the same
   */
  void apply(Routes routes);

  /** The requests of one service now; none for an unknown service. */
  Load load(String deployment, String service);

  /** What was counted, of the services that are routed. */
  GatewayMetrics metrics();

  /**
   * Whether {@link #load} is known. Where it is not, nothing may be concluded from there being no
   * requests.
   */
  boolean isHeard();

  @Override
  void close();
}
