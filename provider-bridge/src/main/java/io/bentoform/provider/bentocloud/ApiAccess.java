package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.Capabilities;
import io.bentoform.provider.client.ControlApi;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The resources' access to the configured API. */
public final class ApiAccess {

  /** The state of the provider configuration. */
  public sealed interface Connection {

    /**
     * The API can be called.
     *
     * @param cluster the default cluster of resources; null for the API's default
     */
    record Ready(ControlApi api, @Nullable String cluster) implements Connection {}

    /** The provider configuration has unknown values. */
    record NotKnownYet() implements Connection {}

    /** The provider has not been configured. */
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

  /**
   * Sends a request of a plan that needs an additional scope; empty when the token lacks it.
   *
   * @param doing the operation, for errors
   * @param report receives the warning about the first denied request
   */
  public <T> Optional<T> ask(String doing, Supplier<T> question, Consumer<Diagnostic> report) {
    return ApiErrors.call(doing, () -> planScope.ask(question, report));
  }

  /** What was planned and applied since the provider was configured. */
  public Run run() {
    return run;
  }

  /** Asks the API what it can do beyond BentoCloud's contract. */
  public static boolean offers(Connection.Ready ready, Predicate<Capabilities> what) {
    return what.test(capabilities(ready));
  }

  /** What the API can do beyond BentoCloud's contract. */
  public static Capabilities capabilities(Connection.Ready ready) {
    return ApiErrors.call("ask the control API what it offers", () -> ready.api().capabilities());
  }

  /** The API; null while the provider configuration is unknown. */
  public Connection.@Nullable Ready readyOrNull() {
    return connection instanceof Connection.Ready ready ? ready : null;
  }

  /**
   * The API.
   *
   * @throws DiagnosticException when the provider configuration is unknown
   */
  public Connection.Ready ready() {
    return switch (connection) {
      case Connection.Ready ready -> ready;
      case Connection.NotKnownYet ignored ->
          throw new DiagnosticException(
              Diagnostic.error(
                  "The provider's configuration is not known yet",
                  "An argument of the provider \"bentocloud\" depends on a value that is known only"
                      + " after apply. Apply the resource it depends on first, with -target."));
      case Connection.NotConfigured ignored ->
          throw new DiagnosticException(
              Diagnostic.error(
                  "The provider is not configured",
                  "Terraform or OpenTofu called the provider before configuring it. Please report"
                      + " this as a bug."));
    };
  }
}
