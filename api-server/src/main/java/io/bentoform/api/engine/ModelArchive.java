package io.bentoform.api.engine;

import java.nio.file.Path;

/**
 * A stored model that a bento uses. Its replicas find it under {@code $BENTOML_HOME/models}.
 *
 * @param name name of the model; with the version it becomes a path
 * @param archive the model as an uncompressed tar
 * @param digest SHA-256 of the archive in lower-case hexadecimal
 */
public record ModelArchive(String name, String version, Path archive, String digest) {

  /** {@code name:version}, for messages. */
  public String tag() {
    return name + ":" + version;
  }
}
