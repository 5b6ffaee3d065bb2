package io.bentoform.api.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Where files go that no row of the database refers to. Nothing is deleted because a database does
 * not know it: it may be the wrong database. What is here can be moved back by hand until its time
 * is over.
 */
public final class Trash {
  private static final Logger LOG = Logger.getLogger(Trash.class.getName());
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path folder;
  private final Duration kept;
  private final Clock clock;

  /**
   * The trash of a folder.
   *
   * @param kept how long files stay here
   */
  public Trash(Path folder, Duration kept, Clock clock) {
    this.folder = folder;
    this.kept = kept;
    this.clock = clock;
  }

  /**
   * Moves a file or a folder here, under its own name and the time. One that is gone is ignored.
   */
  public void discard(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path entry =
        PrivateFiles.createFolder(
            folder.resolve(
                DAY.format(clock.instant()) + "-" + UUID.randomUUID().toString().substring(0, 8)));
    Path target = entry.resolve(path.getFileName());
    Files.move(path, target);
    LOG.log(Level.INFO, "Nothing refers to {0}: it was moved to {1}", new Object[] {path, target});
  }

  /** Removes what has been here for its time. */
  public void removeExpired() throws IOException {
    Instant before = clock.instant().minus(kept);
    for (Path entry : FileTrees.children(folder)) {
      if (since(entry).isBefore(before)) {
        PrivateFiles.delete(entry);
      }
    }
  }

  /** What has another name was put here by somebody else and stays. */
  private static Instant since(Path entry) {
    try {
      String name = entry.getFileName().toString();
      return DAY.parse(name.substring(0, Math.max(0, name.indexOf('-'))), Instant::from);
    } catch (DateTimeException e) {
      return Instant.MAX;
    }
  }
}
