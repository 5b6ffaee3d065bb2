package io.bentoform.api.bento.store;

import java.io.IOException;

/** An archive that is in the store, but not under its digest; closing removes it. */
public interface Unpublished extends AutoCloseable {
  /** Stores the archive under its digest, durably; one that is there already is replaced. */
  void publish(String digest) throws IOException;

  @Override
  void close() throws IOException;
}
