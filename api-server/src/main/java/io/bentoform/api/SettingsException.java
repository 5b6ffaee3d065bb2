package io.bentoform.api;

import java.util.List;

/** Settings that the server cannot start with; the message lists all of them. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SettingsException(List<String> errors) {
    super(String.join("\n", errors));
  }
}
