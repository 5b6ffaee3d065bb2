package io.bentoform.api.wire;

import io.bentoform.api.codespace.FilesReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of the files of codespaces (contract C9). An upload is read by {@link FilesReader}.
 */
public final class FilesRequest {
  private FilesRequest() {}

  /** Asks for the end of files. */
  public record Deletion(@Nullable List<@Nullable String> paths) {}
}
