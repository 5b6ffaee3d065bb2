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
 * @param transmissionStrategy {@code proxy}, which is always possible; {@code presigned_url}, as
 *     any other word, makes the client use presigned addresses
 * @param uploadId of a multipart upload, in the answers to its calls alone; as are the addresses
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

  /** The same with what a client needs to bring or fetch the archive. */
  public ArtifactResponse with(
      String strategy, String upload, String uploadAddress, String downloadAddress) {
    return new ArtifactResponse(
        resource,
        description,
        version,
        imageBuildStatus,
        uploadStatus,
        uploadFinishedReason,
        uploadAddress,
        downloadAddress,
        manifest,
        digest,
        strategy,
        upload,
        uploadStartedAt,
        uploadFinishedAt,
        buildAt,
        repository);
  }

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
