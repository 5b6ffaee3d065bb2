package io.bentoform.api.engine;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where what a deployment runs comes from. */
public sealed interface Sources {

  /**
   * A bento that was built.
   *
   * @param tar uncompressed, with PAX headers, as the command line uploads it
   * @param digest SHA-256 of the tar in lower-case hexadecimal, with or without a leading {@code
   *     sha256:}; checked when it is unpacked
   */
  record Archive(Path tar, String digest) implements Sources {}

  /**
   * The project of a codespace, whose files change while it runs (contract C9).
   *
   * @param folder holds the files as they were uploaded; an engine writes nothing into it
   * @param pythonVersion the Python that it is made for, e.g. {@code 3.11}, where it names one
   */
  record Project(Path folder, Optional<String> pythonVersion) implements Sources {
    /** An empty file that the client uploads when all others are there. */
    public static final String READY = ".project_ready";

    public static final String REQUIREMENTS = "requirements.txt";

    /** Runs before the requirements are installed. */
    public static final String SETUP = "setup.sh";

    /** Runs after them. */
    public static final String POST_SETUP = "post_setup.sh";

    /** What its environment is made of: a process that runs cannot take up a change of these. */
    public static final List<String> OF_THE_ENVIRONMENT = List.of(REQUIREMENTS, SETUP, POST_SETUP);

    /** Whether all files are there. */
    public boolean isComplete() {
      return Files.isRegularFile(folder.resolve(READY), LinkOption.NOFOLLOW_LINKS);
    }
  }
}
