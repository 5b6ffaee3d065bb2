package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.ControlApi;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import org.jspecify.annotations.Nullable;

/** The resources' way to the API that the provider block names; it changes when that does. */
public final class ApiAccess {

  /** What is known of the API. */
  public sealed interface Connection {

    /**
     * Calls can be made.
     *
     * @param cluster for resources that name none; null for the API's own default
     */
    record Ready(ControlApi api, @Nullable String cluster) implements Connection {}

    /** The provider block depends on something that does not exist yet. */
    record NotKnownYet() implements Connection {}

    /** The host never configured the provider. */
    record NotConfigured() implements Connection {}
  }

  private volatile Run run = new Run();
  private volatile Connection connection = new Connection.NotConfigured();
  private volatile PlanScope planScope = new PlanScope();

  void use(Connection now) {
    connection = now;
    planScope = new PlanScope();
    run = new Run();
  }

  /** Asks what only some tokens may ask, in this run. */
  public PlanScope planScope() {
    return planScope;
  }

  /** What the host has planned and done since it configured the provider. */
  public Run run() {
    return run;
  }

  /** The API when calls can be made, null while the provider block is unknown. */
  public Connection.@Nullable Ready readyOrNull() {
    return connection instanceof Connection.Ready ready ? ready : null;
  }

  /**
   * The API.
   *
   * @throws DiagnosticException when the provider block is still unknown
   */
  public Connection.Ready ready() {
    return switch (connection) {
      case Connection.Ready ready -> ready;
      case Connection.NotKnownYet ignored ->
          throw new DiagnosticException(
              Diagnostic.error(
                  "The provider's configuration is not known yet",
                  "An argument of the provider bentocloud depends on something that is made only at"
                      + " apply. Apply that first, with -target."));
      case Connection.NotConfigured ignored ->
          throw new DiagnosticException(
              Diagnostic.error(
                  "The provider is not configured", "The host made a call before it configured."));
    };
  }
}
