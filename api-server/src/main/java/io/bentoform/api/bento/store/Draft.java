package io.bentoform.api.bento.store;

import java.io.IOException;
import java.io.OutputStream;

/** An archive that is being stored and that nobody can see yet; closing it discards it. */
public interface Draft extends Unpublished {
  /** Takes the archive. The draft closes it. */
  OutputStream content();

  @Override
  void close() throws IOException;
}
