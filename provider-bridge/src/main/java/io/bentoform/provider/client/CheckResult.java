package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import java.util.List;

/**
 * The result of the dry-run check of a deployment.
 *
 * @param problems for which the API would reject the deployment
 * @param warnings what the API would accept and not honour
 */
public record CheckResult(List<ApiException.Detail> problems, List<ApiException.Detail> warnings) {

  /** Nothing was checked, or nothing was found. */
  public static final CheckResult NOTHING = new CheckResult(List.of(), List.of());

  static CheckResult of(JsonObject answer) {
    return new CheckResult(details(answer, "problems"), details(answer, "warnings"));
  }

  private static List<ApiException.Detail> details(JsonObject answer, String member) {
    return answer.objects(member).stream()
        .map(
            each ->
                new ApiException.Detail(
                    each.text("pointer", ""), each.text("code", ""), each.text("detail", "")))
        .toList();
  }
}
