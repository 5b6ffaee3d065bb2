package io.bentoform.api.bento;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.bentoform.api.wire.ArtifactResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One version of a bento, with what its manifest says (contract C7.1). */
public record Bento(Artifact artifact) {
  private static final String STORED_HERE = "bentoml";
  private static final Pattern PYTHON_VERSION = Pattern.compile("[0-9]{1,2}(\\.[0-9]{1,3}){0,2}");

  /** An environment variable that the bento declares; without a value it is required. */
  public record DeclaredVariable(String name, String value, String stage) {

    /** Whether a deployment must set it. */
    public boolean isRequired() {
      return value.isEmpty() && !stage.equals("build");
    }
  }

  public long id() {
    return artifact.id();
  }

  public String name() {
    return artifact.repository().name();
  }

  /** {@code name:version}. */
  public String tag() {
    return artifact.tag();
  }

  public boolean isUploaded() {
    return artifact.isUploaded();
  }

  /** SHA-256 of the archive in hexadecimal, once it is uploaded. */
  public @Nullable String digest() {
    return artifact.digest();
  }

  /** Whether it is that of a codespace and has no archive. */
  public boolean isForDevelopment() {
    return artifact.isForDevelopment();
  }

  /** The Python version that it was built for, if it names one. */
  public Optional<String> pythonVersion() {
    String version = manifest().path("image").path("python_version").asText("");
    return PYTHON_VERSION.matcher(version).matches() ? Optional.of(version) : Optional.empty();
  }

  /** The names of its services; empty when the manifest names none. */
  public Set<String> services() {
    Set<String> names = new LinkedHashSet<>();
    manifest().path("services").forEach(service -> names.add(service.path("name").asText()));
    return names;
  }

  /** What the manifest declares as the configuration of a service; a missing node for nothing. */
  public JsonNode configuration(String service) {
    return service(service).path("config");
  }

  /** The services of this bento that a service calls. */
  public List<String> dependencies(String service) {
    Set<String> own = services();
    return service(service)
        .path("dependencies")
        .valueStream()
        .map(dependency -> dependency.path("service").asText(""))
        .filter(own::contains)
        .distinct()
        .toList();
  }

  private JsonNode service(String name) {
    return manifest()
        .path("services")
        .valueStream()
        .filter(service -> service.path("name").asText().equals(name))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  /**
   * The service that takes requests from outside: the one that the manifest names, else the first.
   */
  public String entryService() {
    String named = manifest().path("entry_service").asText("");
    return named.isEmpty() ? services().stream().findFirst().orElse("") : named;
  }

  public List<DeclaredVariable> declaredVariables() {
    return manifest()
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

  /** Tags of the models that its replicas read from a model store. */
  public Set<String> modelTags() {
    Set<String> tags = new LinkedHashSet<>();
    manifest().path("models").forEach(tag -> tags.add(tag.asText()));
    for (JsonNode service : manifest().path("services")) {
      for (JsonNode model : service.path("models")) {
        String tag = model.path("tag").asText();
        if (model.path("registry").asText(STORED_HERE).equals(STORED_HERE)) {
          tags.add(tag);
        } else {
          tags.remove(tag);
        }
      }
    }
    tags.remove("");
    return tags;
  }

  public ArtifactResponse response() {
    return artifact.response();
  }

  private JsonNode manifest() {
    return artifact.manifest();
  }
}
