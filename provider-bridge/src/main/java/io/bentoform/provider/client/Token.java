package io.bentoform.provider.client;

/** An API token; {@code toString} omits it. */
public record Token(String value) {
  @Override
  public String toString() {
    return "(token)";
  }
}
