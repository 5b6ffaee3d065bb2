package io.bentoform.api.bento;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.ArtifactResponse;
import io.bentoform.api.wire.Label;
import io.bentoform.api.wire.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a bento or of a model.
 *
 * @param manifest metadata from the client, opaque but for a few members
 * @param digest SHA-256 of the archive in hexadecimal, once it is uploaded
 */
public record Artifact(
    long id,
    String uid,
    Repository repository,
    String version,
    String description,
    JsonNode manifest,
    List<Label> labels,
    Upload upload,
    @Nullable Instant buildAt,
    @Nullable String digest,
    Instant createdAt,
    Instant updatedAt) {

  /** The state of the archive's upload. */
  public record Upload(
      UploadStatus status,
      String reason,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt) {}

  /** {@code name:version}. */
  public String tag() {
    return repository.name() + ":" + version;
  }

  /** Its name in messages, as in {@code bento iris:v1}. */
  String shown() {
    return repository.kind().word() + " " + tag();
  }

  /** Whether there is an archive; during another upload, the previous one remains. */
  public boolean isUploaded() {
    return digest != null;
  }

  /**
   * Requires that there is an archive.
   *
   * @throws ProblemException 404 with the reason for which there is none
   */
  void requireArchive() {
    if (!isUploaded()) {
      String why =
          isKeptElsewhere()
              ? " has no archive: its files are on Hugging Face."
              : " has no archive yet: its upload is " + upload.status().wire() + ". Push it first.";
      throw ProblemException.notFound("The " + shown() + why);
    }
  }

  /** What the audit records of it. */
  Audit.Event event(String action, Map<String, ?> detail) {
    String word = repository.kind().word();
    return new Audit.Event(word + "." + action, word, "", tag(), detail);
  }

  /** Whether its files are on Hugging Face, so that it never has an archive (contract C7.3). */
  public boolean isKeptElsewhere() {
    return isKeptElsewhere(manifest);
  }

  static boolean isKeptElsewhere(JsonNode manifest) {
    return manifest.path("metadata").path("registry").asText("").equals("huggingface");
  }

  /** Whether it is for development, where the files come later, one by one (contract C11). */
  boolean isForDevelopment() {
    return isForDevelopment(manifest);
  }

  private static boolean isForDevelopment(JsonNode manifest) {
    return manifest.path("dev").asBoolean(false);
  }

  /** Whether an artifact with this manifest never has an archive. */
  static boolean isWithoutArchive(JsonNode manifest) {
    return isForDevelopment(manifest) || isKeptElsewhere(manifest);
  }

  /** The artifact with this description. */
  Artifact described(ArtifactStore.Description said) {
    return new Artifact(
        id,
        uid,
        repository,
        version,
        said.text() == null ? description : said.text(),
        said.manifest(),
        said.labels() == null ? labels : said.labels(),
        upload,
        buildAt,
        digest,
        createdAt,
        updatedAt);
  }

  /** The artifact as it was with another archive. */
  Artifact with(String archive, JsonNode itsManifest) {
    return new Artifact(
        id,
        uid,
        repository,
        version,
        description,
        itsManifest,
        labels,
        upload,
        buildAt,
        archive,
        createdAt,
        updatedAt);
  }

  public ArtifactResponse response() {
    return response(repository.response(null));
  }

  ArtifactResponse withoutRepository() {
    return response(null);
  }

  private ArtifactResponse response(ArtifactResponse.@Nullable Repository inRepository) {
    return new ArtifactResponse(
        Resource.of(repository.kind().word(), uid, version, createdAt, updatedAt)
            .withLabels(labels),
        description,
        version,
        isUploaded() ? "success" : "pending",
        upload.status().wire(),
        upload.reason(),
        "",
        "",
        manifest,
        digest,
        "proxy",
        "",
        upload.startedAt(),
        upload.finishedAt(),
        // The client compares it with its own copy's time, so it is never null.
        buildAt == null ? createdAt : buildAt,
        inRepository);
  }
}
