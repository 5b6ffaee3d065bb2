package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Converts failed calls to diagnostics on the attributes that the response's JSON pointers refer
 * to.
 */
public final class ApiErrors {

  private ApiErrors() {}

  /**
   * The diagnostics of a failed call.
   *
   * @param doing the operation, such as {@code create the secret "hf"}
   * @param paths maps a JSON pointer to an attribute path
   */
  public static List<Diagnostic> describe(
      String doing, ApiException failure, Function<String, Path> paths) {
    String summary = "Cannot " + doing;
    if (failure.details().isEmpty()) {
      return List.of(Diagnostic.error(summary, failure.text()));
    }
    List<Diagnostic> diagnostics = new ArrayList<>();
    for (ApiException.Detail detail : failure.details()) {
      diagnostics.add(
          Diagnostic.error(paths.apply(detail.pointer()), summary, failure.text(detail.text())));
    }
    return diagnostics;
  }

  /** Makes a call whose failure is not specific to an attribute. */
  public static <T> T call(String doing, Supplier<T> call) {
    try {
      return call.get();
    } catch (ApiException e) {
      throw new DiagnosticException(describe(doing, e, pointer -> Path.ROOT));
    }
  }

  /** The reference tokens of a JSON pointer (RFC 6901). */
  public static List<String> segments(String pointer) {
    List<String> segments = new ArrayList<>();
    if (pointer.startsWith("/")) {
      for (String segment : pointer.substring(1).split("/", -1)) {
        segments.add(segment.replace("~1", "/").replace("~0", "~"));
      }
    }
    return segments;
  }
}
