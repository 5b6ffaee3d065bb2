package io.bentoform.api.bento.store;

import io.bentoform.api.archive.ArchiveContent;

/**
 * An archive that a client brought to the store itself. What is published is what was read here: if
 * it is replaced in between, publishing fails.
 */
public interface Uploaded extends Unpublished {
  /** Reads the archive, once. */
  ArchiveContent content();
}
