package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.diag.Diagnostic;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The plan requests that need the scope {@code plan_cluster}. Without it planning continues: the
 * first denied request is reported once per run, no more are sent, and their results remain
 * unknown.
 */
public final class PlanScope {

  private final AtomicBoolean refused = new AtomicBoolean();

  /**
   * Sends a request.
   *
   * @param report receives the warning about the first denied request
   * @return empty when the token lacks the scope
   */
  public <T> Optional<T> ask(Supplier<T> question, Consumer<Diagnostic> report) {
    if (refused.get()) {
      return Optional.empty();
    }
    try {
      return Optional.of(question.get());
    } catch (ApiException e) {
      if (e.kind() != ApiException.Kind.FORBIDDEN) {
        throw e;
      }
      if (refused.compareAndSet(false, true)) {
        report.accept(warning(e));
      }
      return Optional.empty();
    }
  }

  private static Diagnostic warning(ApiException e) {
    return Diagnostic.warning(
        "The plan is incomplete: the API token lacks the scope plan_cluster",
        e.text()
            + " Without it, values are not compared and deployments are not checked: the revision"
            + " of each secret, and what depends on it, is shown as known after apply. Add the"
            + " read-only scope plan_cluster to the token.");
  }
}
