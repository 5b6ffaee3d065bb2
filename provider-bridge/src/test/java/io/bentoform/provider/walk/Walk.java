package io.bentoform.provider.walk;

import java.util.List;
import java.util.Optional;

/** What happens in one walk; it prints no value. */
record Walk(List<Step> steps) {

  /**
   * Acts, then plan, apply, refresh and plan.
   *
   * @param fault what goes wrong on the way to the API meanwhile
   */
  record Step(List<Act> acts, Optional<Proxy.Fault> fault) {}

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Walk");
    for (Step step : steps) {
      text.append("\n  ");
      step.fault().ifPresent(fault -> text.append(fault).append(' '));
      step.acts()
          .forEach(
              act ->
                  text.append(act.what())
                      .append('(')
                      .append(act.label())
                      .append(act.number())
                      .append(") "));
    }
    return text.toString();
  }
}
