package io.bentoform.api.bento;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.wire.BentoResponse;
import io.bentoform.api.wire.Label;
import io.bentoform.api.wire.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One version of a bento.
 *
 * @param manifest what the client said about it, opaque but for a few members
 * @param digest SHA-256 of the archive in hexadecimal, once it is uploaded
 */
public record Bento(
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

  /** An environment variable that the bento declares; without a value it is required. */
  public record DeclaredVariable(String name, String value, String stage) {

    /** Whether a deployment has to bring it. */
    public boolean isRequired() {
      return value.isEmpty() && !stage.equals("build");
    }
  }

  /** {@code name:version}. */
  public String tag() {
    return repository.name() + ":" + version;
  }

  public boolean isUploaded() {
    return upload.status() == UploadStatus.SUCCESS && digest != null;
  }

  /** The names of its services; empty when the manifest names none. */
  public Set<String> services() {
    Set<String> names = new TreeSet<>();
    manifest.path("services").forEach(service -> names.add(service.path("name").asText()));
    return names;
  }

  /** The service that takes requests from outside. */
  public Optional<String> entryService() {
    return Optional.of(manifest.path("entry_service").asText("")).filter(name -> !name.isEmpty());
  }

  public List<DeclaredVariable> declaredVariables() {
    return manifest
        .path("envs")
        .valueStream()
        .map(
            variable ->
                new DeclaredVariable(
                    variable.path("name").asText(),
                    variable.path("value").asText(""),
                    variable.path("stage").asText("all")))
        .toList();
  }

  public BentoResponse response() {
    return response(repository.response(null));
  }

  BentoResponse withoutRepository() {
    return response(null);
  }

  private BentoResponse response(BentoResponse.@Nullable Repository inRepository) {
    return new BentoResponse(
        Resource.of("bento", uid, version, createdAt, updatedAt).withLabels(labels),
        description,
        version,
        isUploaded() ? "success" : "pending",
        upload.status().wire(),
        upload.reason(),
        "",
        "",
        manifest,
        "proxy",
        "",
        upload.startedAt(),
        upload.finishedAt(),
        buildAt,
        inRepository);
  }
}
