package io.bentoform.api.engine;

/**
 * Something that happened to a deployment, in the form that Kubernetes gave to such facts.
 *
 * @param reason one word in CamelCase, e.g. {@code ReplicaReady}
 * @param message for users; never a value
 */
public record Event(Type type, String reason, String message) {

  /** Whether somebody should look at it. */
  public enum Type {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /** The word in Kubernetes. */
    public String word() {
      return word;
    }
  }

  public static Event normal(String reason, String message) {
    return new Event(Type.NORMAL, reason, message);
  }

  public static Event warning(String reason, String message) {
    return new Event(Type.WARNING, reason, message);
  }
}
