package io.bentoform.api.secret;

import java.util.Locale;

/** What a change of a secret means for a deployment that uses it. */
enum SecretEffect {
  /** It goes on as it is. */
  NONE,
  /** It must restart to have the new values, or to have them elsewhere. */
  RESTART,
  /** It should be deleted and created again: the secret has other keys. */
  RECREATE;

  /** The word on the wire. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
