package io.bentoform.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bento (contract C7.2). Its name is its version.
 *
 * @param transmissionStrategy exactly {@code proxy}: any other word makes the client use presigned
 *     addresses
 * @param repository left out where it would be null, which the client cannot read
 */
public record BentoResponse(
    @JsonUnwrapped Resource resource,
    String description,
    String version,
    String imageBuildStatus,
    String uploadStatus,
    String uploadFinishedReason,
    String presignedUploadUrl,
    String presignedDownloadUrl,
    JsonNode manifest,
    String transmissionStrategy,
    String uploadId,
    @Nullable Instant uploadStartedAt,
    @Nullable Instant uploadFinishedAt,
    @Nullable Instant buildAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Repository repository) {

  /** A repository of bentos. */
  public record Repository(
      @JsonUnwrapped Resource resource, String description, @Nullable BentoResponse latestBento) {}
}
