package io.bentoform.api.wire;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The uid that a client may choose for what it creates, so that it can repeat the request. */
public final class ChosenUid {
  private ChosenUid() {}

  /** What is wrong with it; nothing is when none was sent. */
  public static Optional<Violation> violation(@Nullable String uid) {
    return uid == null || uid.matches("[0-9a-f]{24}")
        ? Optional.empty()
        : Optional.of(
            new Violation("/uid", "uid_invalid", "A uid is 24 hexadecimal digits, lower case."));
  }
}
