package io.bentoform.api.secret;

import java.util.Locale;

/** What a change of a secret means for a deployment that uses it. */
enum SecretEffect {
  /** It goes on as it is. */
  NONE,
  /** It must restart to have the new values. */
  RESTART,
  /** It should be deleted and created again: it has other keys, or has them elsewhere. */
  RECREATE;

  /** The word on the wire. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
