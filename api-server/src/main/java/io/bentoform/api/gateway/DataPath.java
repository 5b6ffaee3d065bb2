package io.bentoform.api.gateway;

import java.util.Optional;

/** What passes the requests of deployments on, in this process or elsewhere. */
public interface DataPath extends AutoCloseable {

  /**
   * Routes requests by these from now on, unless they are older than the last ones.
   *
   * @throws java.io.UncheckedIOException naming each address that cannot be opened, such as a taken
   *     port; all else is applied all the same
   */
  void apply(Routes routes);

  /** What was counted, of the services that are routed. */
  GatewayMetrics metrics();

  /**
   * The requests of all services now. Empty where they are not known: then nothing may be concluded
   * from there being none.
   */
  Optional<Loads> loads();

  @Override
  void close();
}
