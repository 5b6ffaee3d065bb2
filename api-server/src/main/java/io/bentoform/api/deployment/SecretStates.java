package io.bentoform.api.deployment;

import io.bentoform.api.secret.Secret;
import io.bentoform.api.wire.DeploymentResponse.SecretState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The effect of a secret on a deployment that uses it: none, a restart for a changed value, or a
 * recreation for changed keys (BentoCloud's rule).
 */
final class SecretStates {
  private SecretStates() {}

  /**
   * The state of one attached secret.
   *
   * @param recorded as the latest revision of the deployment uses it
   * @param held as the running replicas hold it
   * @param current as it is now
   */
  static SecretState of(
      Revision.AttachedSecret recorded,
      Optional<Revision.AttachedSecret> held,
      Optional<Secret> current) {
    Revision.AttachedSecret base = held.orElse(recorded);
    boolean isSame = current.map(secret -> secret.uid().equals(base.uid())).orElse(false);
    return new SecretState(
        recorded.name(),
        base.uid(),
        base.keys(),
        held.isPresent() && isSame ? (Integer) base.revision() : null,
        current.map(Secret::revision).orElse(null),
        word(base, isSame, current));
  }

  private static String word(
      Revision.AttachedSecret base, boolean isSame, Optional<Secret> current) {
    if (current.isEmpty()) {
      return "missing";
    }
    if (isSame && current.get().revision() == base.revision()) {
      return "current";
    }
    List<String> keys = current.get().keyNames();
    return new HashSet<>(keys).equals(new HashSet<>(base.keys()))
        ? "value_changed"
        : "keys_changed";
  }
}
