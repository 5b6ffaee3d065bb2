package io.bentoform.provider.client;

/** An API token; it has no text form. */
public record Token(String value) {
  @Override
  public String toString() {
    return "(token)";
  }
}
