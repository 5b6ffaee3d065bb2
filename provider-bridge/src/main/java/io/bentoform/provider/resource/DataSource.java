package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import java.util.List;

/**
 * A data source. It is read in each plan, or during apply when its arguments, or objects that it
 * depends on, are not known before.
 */
public interface DataSource extends ObjectType {

  /**
   * The result.
   *
   * @param object wholly known, with the configured values as they are
   */
  record Data(Value.Fields object, List<Diagnostic> warnings) {
    public Data(Value.Fields object) {
      this(object, List.of());
    }
  }

  /**
   * Reads the data.
   *
   * @param config wholly known
   * @throws io.bentoform.provider.diag.DiagnosticException also when there is no such object
   */
  Data read(Value.Fields config);
}
