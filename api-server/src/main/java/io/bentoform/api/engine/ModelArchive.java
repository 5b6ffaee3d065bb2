package io.bentoform.api.engine;

import io.bentoform.api.archive.ArchiveSource;

/**
 * A stored model that a bento uses. Its replicas find it under {@code $BENTOML_HOME/models}.
 *
 * @param name name of the model; with the version it becomes a path
 * @param archive the model as an uncompressed tar
 * @param digest SHA-256 of the archive in lower-case hexadecimal
 */
public record ModelArchive(String name, String version, ArchiveSource archive, String digest) {

  /** {@code name:version}, for messages. */
  public String tag() {
    return name + ":" + version;
  }
}
