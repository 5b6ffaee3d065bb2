package io.bentoform.api.wire;

import java.util.List;

/** The files of a codespace (contract C9). */
public record FilesResponse(List<File> files) {

  /**
   * One file.
   *
   * @param path relative to the project, with slashes
   * @param size in bytes
   * @param md5 in lower-case hexadecimal, by which the client knows what it need not upload
   */
  public record File(String path, long size, String md5) {}
}
