package io.bentoform.api.bento.store;

import io.bentoform.api.archive.ArchiveContent;
import io.bentoform.api.http.ProblemException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Archives, each stored once under its SHA-256. Several servers of one installation may use one
 * store. A store that does not answer is a {@link ProblemException} (503), a full one too (507).
 */
public interface ArchiveStore extends AutoCloseable {
  /**
   * Begins to store an archive whose digest is not known yet.
   *
   * @param attempt the id of the upload, of letters and digits
   * @param bytes its announced size
   */
  Draft begin(String attempt, long bytes) throws IOException;

  /**
   * Removes what an upload that has ended, on whatever server, may have left.
   *
   * @param digest of the archive that it was about to publish, if no other upload publishes that
   */
  void removeDraft(String attempt, Optional<String> digest) throws IOException;

  /**
   * Opens an archive.
   *
   * @throws NoSuchFileException when it is not there
   */
  ArchiveContent open(String digest) throws IOException;

  /** The digests of all archives. */
  List<String> digests() throws IOException;

  /**
   * Takes away an archive that nothing needs, so that it can be brought back for the time of the
   * trash: it is moved aside at once, or stays until that time is over.
   *
   * @param since when it was first found that nothing needs it
   * @return whether it is no longer in its place
   */
  boolean discard(String digest, Instant since) throws IOException;

  /** Removes what was moved aside, once its time is over. */
  void removeExpired() throws IOException;

  /** How clients reach the store themselves; empty when only this server does. */
  Optional<DirectTransfers> direct();

  @Override
  void close();
}
