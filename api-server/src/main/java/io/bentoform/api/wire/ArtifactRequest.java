package io.bentoform.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.http.Times;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a create or an update of a bento or a model (contract C7, C7.3).
 *
 * @param version of a create alone
 * @param manifest kept as it is and given back unchanged
 * @param buildAt as {@link Times} reads it
 */
public record ArtifactRequest(
    @Nullable String description,
    @Nullable String version,
    @Nullable JsonNode manifest,
    @Nullable String buildAt,
    @Nullable List<@Nullable Label> labels) {

  /** The body of a create of a repository. */
  public record Repository(@Nullable String name, @Nullable String description) {}

  /** The body that ends an upload which did not go through this server. */
  public record FinishUpload(@Nullable String status, @Nullable String reason) {}

  /** The body that asks for the address of a part of a multipart upload. */
  public record UploadPart(@Nullable String uploadId, @Nullable Integer partNumber) {}

  /** The body that ends a multipart upload. */
  public record CompleteUpload(
      @Nullable String uploadId, @Nullable List<@Nullable CompletedPart> parts) {}

  /**
   * A part that was uploaded.
   *
   * @param etag as the store answered it
   */
  public record CompletedPart(@Nullable Integer partNumber, @Nullable String etag) {}
}
