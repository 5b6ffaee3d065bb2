package io.bentoform.api.bento;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.wire.BentoResponse;
import io.bentoform.api.wire.Label;
import io.bentoform.api.wire.Resource;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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
  private static final Pattern PYTHON_VERSION = Pattern.compile("[0-9]{1,2}(\\.[0-9]{1,3}){0,2}");

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

  /** Whether there is an archive; while it is uploaded again the one before is still there. */
  public boolean isUploaded() {
    return digest != null;
  }

  /** Whether it stands for a codespace and has no archive. */
  public boolean isForDevelopment() {
    return manifest.path("dev").asBoolean(false);
  }

  /** The Python that it is made for, where it names one. */
  public Optional<String> pythonVersion() {
    String version = manifest.path("image").path("python_version").asText("");
    return PYTHON_VERSION.matcher(version).matches() ? Optional.of(version) : Optional.empty();
  }

  /** The names of its services; empty when the manifest names none. */
  public Set<String> services() {
    Set<String> names = new LinkedHashSet<>();
    manifest.path("services").forEach(service -> names.add(service.path("name").asText()));
    return names;
  }

  /**
   * The service that takes requests from outside: the one that the manifest names, else the first.
   */
  public String entryService() {
    String named = manifest.path("entry_service").asText("");
    return named.isEmpty() ? services().stream().findFirst().orElse("") : named;
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
