package io.bentoform.api.bento;

import java.util.Locale;

/** The status of the upload of an archive (contract 3.7). */
public enum UploadStatus {
  PENDING,
  UPLOADING,
  SUCCESS,
  FAILED;

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static UploadStatus of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
