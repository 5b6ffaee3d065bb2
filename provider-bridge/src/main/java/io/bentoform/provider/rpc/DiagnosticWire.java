package io.bentoform.provider.rpc;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.proto.TfPlugin6;
import java.util.List;

/** Encodes diagnostics and paths. */
final class DiagnosticWire {

  private DiagnosticWire() {}

  static List<TfPlugin6.Diagnostic> encode(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(DiagnosticWire::encode).toList();
  }

  private static TfPlugin6.Diagnostic encode(Diagnostic diagnostic) {
    TfPlugin6.Diagnostic.Builder wire =
        TfPlugin6.Diagnostic.newBuilder()
            .setSeverity(
                diagnostic.isError()
                    ? TfPlugin6.Diagnostic.Severity.ERROR
                    : TfPlugin6.Diagnostic.Severity.WARNING)
            .setSummary(diagnostic.summary())
            .setDetail(diagnostic.detail());
    if (!diagnostic.path().steps().isEmpty()) {
      wire.setAttribute(encode(diagnostic.path()));
    }
    return wire.build();
  }

  static TfPlugin6.AttributePath encode(Path path) {
    TfPlugin6.AttributePath.Builder wire = TfPlugin6.AttributePath.newBuilder();
    for (Path.Step step : path.steps()) {
      TfPlugin6.AttributePath.Step.Builder one = TfPlugin6.AttributePath.Step.newBuilder();
      switch (step) {
        case Path.Step.Attribute(String name) -> one.setAttributeName(name);
        case Path.Step.Key(String key) -> one.setElementKeyString(key);
        case Path.Step.Index(long index) -> one.setElementKeyInt(index);
      }
      wire.addSteps(one);
    }
    return wire.build();
  }
}
