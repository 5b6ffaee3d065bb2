package io.bentoform.api.engine;

import io.bentoform.api.archive.ArchiveSource;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The sources of what a deployment runs. */
public sealed interface Sources {

  /**
   * A built bento.
   *
   * @param source an uncompressed tar with PAX headers, as the command line uploads it
   * @param digest SHA-256 of the tar in lower-case hexadecimal, with or without a leading {@code
   *     sha256:}; checked when it is unpacked
   */
  record Archive(ArchiveSource source, String digest) implements Sources {}

  /**
   * The project of a codespace, whose files change while it runs (contract C9).
   *
   * @param folder holds the files as they were uploaded; an engine writes nothing into it
   * @param pythonVersion the Python version that it requests, e.g. {@code 3.11}, if any
   */
  record Project(Path folder, Optional<String> pythonVersion) implements Sources {
    /** An empty file that the client uploads after all others. */
    public static final String READY = ".project_ready";

    public static final String REQUIREMENTS = "requirements.txt";

    /** Runs before the requirements are installed. */
    public static final String SETUP = "setup.sh";

    /** Runs after them. */
    public static final String POST_SETUP = "post_setup.sh";

    /** The files of its environment: a running process cannot reload these. */
    public static final List<String> OF_THE_ENVIRONMENT = List.of(REQUIREMENTS, SETUP, POST_SETUP);

    /** Whether all files have been uploaded. */
    public boolean isComplete() {
      return Files.isRegularFile(folder.resolve(READY), LinkOption.NOFOLLOW_LINKS);
    }
  }
}
