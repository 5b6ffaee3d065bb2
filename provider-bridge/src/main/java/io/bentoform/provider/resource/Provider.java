package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.schema.Schema;
import java.util.List;

/**
 * A provider as one host sees it. Schemas and validation work before {@link #configure}, which may
 * come more than once and then replaces what was configured.
 */
public interface Provider {

  Schema schema();

  List<Resource> resources();

  /**
   * Takes the configuration, in which values may still be unknown during a plan.
   *
   * @param hostVersion version text of the command line
   */
  List<Diagnostic> configure(Value.Fields config, String hostVersion);

  /**
   * Whether the configuration that was taken last is known so far that objects can be asked for. As
   * long as it is not, a host that can wait is asked to: nothing is imported, and what is planned
   * counts for nothing.
   */
  default boolean isReady() {
    return true;
  }

  /**
   * The user wants to stop: calls under way end within a second, also those that plan and refresh.
   * A configuration that comes later begins anew.
   */
  default void stop() {}
}
