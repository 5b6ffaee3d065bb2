package io.bentoform.api.wire;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A label of an object. Both members are required on the wire. */
public record Label(String key, String value) {
  private static final int KEY = 128;
  private static final int VALUE = 1024;

  /**
   * All that is wrong with the labels of a body, which may leave out what this record calls for.
   */
  public static List<Violation> check(List<? extends @Nullable Label> labels) {
    List<Violation> violations = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < labels.size(); i++) {
      Optional<Label> label = Optional.ofNullable(labels.get(i));
      String key = label.map(Label::key).orElse("");
      Optional<String> value = label.map(Label::value);
      if (key.isEmpty() || key.length() > KEY || value.isEmpty() || value.get().length() > VALUE) {
        violations.add(
            new Violation(
                "/labels/" + i,
                "label_invalid",
                "A label has a key of 1 to 128 characters and a value of at most 1024."));
      } else if (!keys.add(key)) {
        violations.add(
            new Violation(
                "/labels/" + i + "/key", "label_invalid", "The label " + key + " is duplicated."));
      }
    }
    return violations;
  }
}
