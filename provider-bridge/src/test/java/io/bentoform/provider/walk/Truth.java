package io.bentoform.provider.walk;

import io.bentoform.provider.cty.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What there is, as the walk alone works it out.
 *
 * @param secrets by label
 */
record Truth(Map<String, Secret> secrets, Optional<Deployment> deployment) {

  /** The label of the secret that is made elsewhere. */
  static final String ELSEWHERE = "x";

  static final Truth NOTHING = new Truth(Map.of(), Optional.empty());

  /**
   * A secret.
   *
   * @param identity another one for each secret that is made, whatever its name
   * @param shown what a state shows of it
   * @param content what counts as a revision
   * @param moved whether others have written it since the provider did
   */
  record Secret(
      int identity,
      Value.Fields shown,
      Content content,
      long revision,
      boolean moved,
      boolean tainted) {

    String name() {
      return shown.get("name").asText().orElseThrow();
    }

    Secret taint() {
      return new Secret(identity, shown, content, revision, moved, true);
    }

    Seen seen() {
      return new Seen(identity, revision, content.values().keySet());
    }
  }

  record Content(Value.Fields settings, Map<String, Value> values) {}

  /** A secret as replicas hold it; revision 0 is one that a plan does not know. */
  record Seen(int identity, long revision, Set<String> keys) {

    static Seen of(Map<String, Seen> secrets, String name) {
      return Objects.requireNonNull(secrets.get(name), name);
    }
  }

  /**
   * A deployment.
   *
   * @param runs what needs a rollout when it changes
   * @param names of the attached secrets, in the order of the list
   * @param held by name of the secret
   */
  record Deployment(
      int identity,
      String name,
      Value.Fields shown,
      Value.Fields runs,
      List<String> names,
      Map<String, Seen> held,
      long revision,
      boolean tainted) {

    Deployment taint() {
      return new Deployment(identity, name, shown, runs, names, held, revision, true);
    }

    Deployment at(int otherIdentity, long otherRevision) {
      return new Deployment(otherIdentity, name, shown, runs, names, held, otherRevision, tainted);
    }
  }

  /** The same with another secret, or without it. */
  Truth with(String label, Optional<Secret> secret) {
    Map<String, Secret> changed = new HashMap<>(secrets);
    secret.ifPresentOrElse(each -> changed.put(label, each), () -> changed.remove(label));
    return new Truth(changed, deployment);
  }

  Truth with(Optional<Deployment> other) {
    return new Truth(secrets, other);
  }

  /** The secrets by name, as a start would find them. */
  Map<String, Seen> seen() {
    Map<String, Seen> seen = new HashMap<>();
    secrets.values().forEach(secret -> seen.put(secret.name(), secret.seen()));
    return seen;
  }
}
