package io.bentoform.provider.bentocloud;

import io.bentoform.provider.cty.Value;
import java.util.Map;

/** Values that the API reports, in their known spelling where that means the same. */
public final class Reported {

  private Reported() {}

  /** A map of strings; an empty map and null are equivalent. */
  public static Value texts(Value known, Map<String, String> reported) {
    boolean same = known.isPresent() && known.asTextMap().equals(reported);
    return same || (reported.isEmpty() && known.isNull()) ? known : nonEmpty(reported);
  }

  private static Value nonEmpty(Map<String, String> reported) {
    return reported.isEmpty() ? Value.ofNull() : Value.mapOfText(reported);
  }
}
