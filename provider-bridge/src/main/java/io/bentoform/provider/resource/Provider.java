package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.schema.Schema;
import java.util.List;

/**
 * The provider instance of one host. Schemas and validation work before {@link #configure}, which
 * may be called more than once; the last configuration applies.
 */
public interface Provider {

  Schema schema();

  List<Resource> resources();

  default List<DataSource> dataSources() {
    return List.of();
  }

  default List<EphemeralResource> ephemeralResources() {
    return List.of();
  }

  default List<ProviderFunction> functions() {
    return List.of();
  }

  default List<Action> actions() {
    return List.of();
  }

  /**
   * Configures the provider. Values may be unknown during a plan.
   *
   * @param hostVersion the version of Terraform or OpenTofu
   */
  List<Diagnostic> configure(Value.Fields config, String hostVersion);

  /**
   * Whether the provider is configured with known values and can read objects. While it is not,
   * imports and plans are deferred where the host supports that.
   */
  default boolean isReady() {
    return true;
  }

  /**
   * Stops the run: calls in progress, including plan and refresh, must end within a second. A later
   * {@link #configure} starts a new run.
   */
  default void stop() {}
}
