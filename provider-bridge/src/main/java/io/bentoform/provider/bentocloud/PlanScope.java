package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.diag.Diagnostic;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The questions of a plan that need the scope {@code plan_cluster}. A token without it gets a plan
 * all the same: the first refusal is told once for the whole run, nothing more is asked, and what
 * was asked stays unknown.
 */
public final class PlanScope {

  private final AtomicBoolean refused = new AtomicBoolean();

  /**
   * Asks the API.
   *
   * @param report takes the warning of the first refusal
   * @return nothing when the token may not ask
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
            + " Without it no value is compared and no deployment is checked: the revision of each"
            + " secret is shown as known after apply, and so is what follows from it. Give the"
            + " token of a plan the scope plan_cluster, which changes nothing.");
  }
}
