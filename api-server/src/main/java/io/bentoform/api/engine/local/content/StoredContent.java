package io.bentoform.api.engine.local.content;

import io.bentoform.api.archive.ArchiveKind;
import java.nio.file.Path;

/** What an archive holds, by the SHA-256 of the archive in lower-case hexadecimal. */
public record StoredContent(ArchiveKind kind, String digest) {

  /** Where it lies when it is unpacked. */
  Path in(Path root) {
    return root.resolve(kind.word() + "s").resolve(digest);
  }
}
