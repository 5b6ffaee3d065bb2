package io.bentoform.api;

import java.util.List;

/** Invalid settings; the message lists all errors. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SettingsException(List<String> errors) {
    super(String.join("\n", errors));
  }
}
