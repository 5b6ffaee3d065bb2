package io.bentoform.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bento or a model (contract C7.2, C7.3). Its name is its version.
 *
 * @param digest additive: SHA-256 of the archive in hexadecimal; null before it is uploaded
 * @param transmissionStrategy exactly {@code proxy}: any other word makes the client use presigned
 *     addresses
 * @param repository left out where it would be null, which the client cannot read
 */
public record ArtifactResponse(
    @JsonUnwrapped Resource resource,
    String description,
    String version,
    String imageBuildStatus,
    String uploadStatus,
    String uploadFinishedReason,
    String presignedUploadUrl,
    String presignedDownloadUrl,
    JsonNode manifest,
    @Nullable String digest,
    String transmissionStrategy,
    String uploadId,
    @Nullable Instant uploadStartedAt,
    @Nullable Instant uploadFinishedAt,
    Instant buildAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Repository repository) {

  /** All versions of one bento or of one model. */
  public sealed interface Repository {}

  /** A repository of bentos. */
  public record BentoRepository(
      @JsonUnwrapped Resource resource, String description, @Nullable ArtifactResponse latestBento)
      implements Repository {}

  /** A repository of models. */
  public record ModelRepository(
      @JsonUnwrapped Resource resource, String description, @Nullable ArtifactResponse latestModel)
      implements Repository {}
}
