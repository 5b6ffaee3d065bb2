package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Failed calls as diagnostics, on the attribute that a JSON pointer of the answer means. */
public final class ApiErrors {

  private ApiErrors() {}

  /**
   * The diagnostics of a failed call.
   *
   * @param doing what failed, such as {@code create the secret "hf"}
   * @param paths from pointer to attribute
   */
  public static List<Diagnostic> describe(
      String doing, ApiException failure, Function<String, Path> paths) {
    String summary = "Cannot " + doing;
    if (failure.details().isEmpty()) {
      return List.of(Diagnostic.error(summary, failure.text()));
    }
    List<Diagnostic> diagnostics = new ArrayList<>();
    for (ApiException.Detail detail : failure.details()) {
      diagnostics.add(Diagnostic.error(paths.apply(detail.pointer()), summary, detail.text()));
    }
    return diagnostics;
  }

  /** Makes a call for which nothing in the configuration is to blame. */
  public static <T> T call(String doing, Supplier<T> call) {
    try {
      return call.get();
    } catch (ApiException e) {
      throw new DiagnosticException(describe(doing, e, pointer -> Path.ROOT));
    }
  }

  /** The segments of a JSON pointer (RFC 6901). */
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
