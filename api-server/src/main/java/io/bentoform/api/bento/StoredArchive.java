package io.bentoform.api.bento;

import io.bentoform.api.archive.ArchiveContent;
import io.bentoform.api.archive.ArchiveSource;
import io.bentoform.api.bento.store.ArchiveStore;
import java.io.IOException;

/** An archive in the store of the server. */
record StoredArchive(ArchiveStore store, String digest) implements ArchiveSource {
  @Override
  public ArchiveContent open() throws IOException {
    return store.open(digest);
  }
}
