package io.bentoform.api.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.gateway.Choice;
import io.bentoform.api.gateway.EndpointGuard;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All that an engine needs to run one revision of one deployment, or a canary version of it.
 *
 * @param uid identifies the deployment for its whole life; letters, digits, {@code -} and {@code _}
 * @param name the deployment's name for people, a DNS-1123 label; log files are found under it
 * @param revision number of the revision; the same number always means the same specification
 * @param version {@value #MAIN}, or the label of a canary version
 * @param bento {@code name:version}, for messages
 * @param sources where its code comes from
 * @param models the stored models that it uses, of one name the newest last
 * @param services one or more; a service comes after those that it calls
 * @param entry name of the service that takes requests from outside
 * @param protectedEndpoint whether the {@link EndpointGuard} must allow each call
 * @param files read-only files under {@code $BENTOML_HOME}
 * @param buildEnvironment environment variables of the build alone; no replica sees them
 * @param configOverrides by the name of a service of the bento, the overrides of its configuration
 * @param choice how requests choose a version
 * @param canaries the other versions; a canary has none itself
 */
public record Specification(
    String uid,
    String name,
    int revision,
    String version,
    String bento,
    Sources sources,
    List<ModelArchive> models,
    List<ServiceSpecification> services,
    String entry,
    boolean protectedEndpoint,
    List<SecretFile> files,
    List<EnvironmentVariable> buildEnvironment,
    Map<String, JsonNode> configOverrides,
    Choice choice,
    List<Canary> canaries) {

  /** The version that takes what canary versions leave. */
  public static final String MAIN = "main";

  /**
   * A version that takes a part of the requests.
   *
   * @param weight percent of the requests, 0 to 100
   * @param specification of the same deployment and revision
   */
  public record Canary(int weight, Specification specification) {}

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

  public Specification {
    if (!PLAIN.matcher(uid).matches() || !PLAIN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "uid and name of a deployment become file names: letters, digits, - and _ only");
    }
    if (revision < 0) {
      throw new IllegalArgumentException("the revision cannot be negative");
    }
    models = List.copyOf(models);
    services = List.copyOf(services);
    files = List.copyOf(files);
    buildEnvironment = List.copyOf(buildEnvironment);
    configOverrides = Map.copyOf(configOverrides);
    canaries = List.copyOf(canaries);
    if (services.stream().noneMatch(service -> service.name().equals(entry))) {
      throw new IllegalArgumentException("the entry service must be one of the services");
    }
  }

  /** This version and its canaries. */
  public List<Specification> versions() {
    return Stream.concat(Stream.of(this), canaries.stream().map(Canary::specification)).toList();
  }
}
