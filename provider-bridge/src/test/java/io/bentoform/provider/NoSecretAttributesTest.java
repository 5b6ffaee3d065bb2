package io.bentoform.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.deployment.DeploymentResource;
import io.bentoform.provider.bentocloud.secret.SecretResource;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.resource.Provider;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import io.bentoform.provider.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * There is no attribute in which a secret value could be stored. A new attribute that can hold text
 * must be added here on purpose, with the reason why no value ever gets into it.
 */
class NoSecretAttributesTest {

  private static final List<String> TEXT_OF_SECRET =
      List.of(
          "bentocloud_secret.cluster",
          "bentocloud_secret.description",
          "bentocloud_secret.id",
          "bentocloud_secret.keys", // names only, computed from names
          "bentocloud_secret.name",
          "bentocloud_secret.path",
          "bentocloud_secret.stage",
          "bentocloud_secret.sub_paths",
          "bentocloud_secret.timeouts", // durations
          "bentocloud_secret.type",
          "bentocloud_secret.uid",
          "bentocloud_secret.values_wo_version");

  @Test
  void the_secret_stores_no_text_but_names_and_settings() {
    assertThat(storedText(new SecretResource(new ApiAccess())))
        .containsExactlyElementsOf(TEXT_OF_SECRET);
  }

  /** Names that a value could have; what has one of them here is no secret. */
  private static final Set<String> SUSPECT =
      Set.of("value", "values", "content", "token", "password", "items");

  private static final List<String> NO_SECRET =
      List.of(
          "bentocloud_cluster.engine.tolerations.value", // of a taint of nodes
          "bentocloud_clusters.clusters.engine.tolerations.value",
          "bentocloud_deployment.canary.versions.services.scaling.policy.metrics.value",
          "bentocloud_deployment.services.scaling.policy.metrics.value", // a number to scale at
          "bentocloud_secret_templates.templates.items"); // keys to fill in

  @Test
  void of_all_kinds_only_write_only_arguments_and_an_ephemeral_result_are_secret() {
    Provider provider = Main.provider(Map.of(), new Log(System.err, Log.Level.OFF));
    Map<String, Attribute> stored = new TreeMap<>();
    Stream.of(provider.resources(), provider.dataSources(), provider.actions())
        .flatMap(List::stream)
        .forEach(type -> stored.putAll(walk(type.typeName(), type.schema().attributes())));
    Map<String, Attribute> passing = new TreeMap<>();
    provider
        .ephemeralResources()
        .forEach(type -> passing.putAll(walk(type.typeName(), type.schema().attributes())));

    assertThat(names(stored, Attribute::writeOnly))
        .containsExactly(
            "bentocloud_api_token.token_wo",
            "bentocloud_cluster.engine.build_environment_wo",
            "bentocloud_cluster.engine.kubeconfig_wo",
            "bentocloud_secret.values_wo");
    assertThat(names(stored, each -> each.sensitive() && !each.writeOnly())).isEmpty();
    assertThat(names(stored, each -> SUSPECT.contains(each.name())))
        .containsExactlyElementsOf(NO_SECRET);
    assertThat(names(passing, Attribute::sensitive)).containsExactly("bentocloud_api_token.token");
  }

  private static List<String> names(
      Map<String, Attribute> attributes, Predicate<Attribute> condition) {
    return attributes.entrySet().stream()
        .filter(each -> condition.test(each.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<String, Attribute> walk(String parent, Map<String, Attribute> attributes) {
    Map<String, Attribute> all = new TreeMap<>();
    attributes.forEach(
        (name, attribute) -> {
          all.put(parent + "." + name, attribute);
          Nested nested = attribute.nested();
          if (nested != null) {
            all.putAll(walk(parent + "." + name, nested.attributes()));
          }
        });
    return all;
  }

  @Test
  void the_deployment_knows_of_a_secret_only_name_keys_revision_and_uid() {
    Attribute secrets = attribute(new DeploymentResource(new ApiAccess()).schema(), "secrets");
    Nested nested = Objects.requireNonNull(secrets.nested());
    assertThat(nested.attributes().keySet()).containsExactly("name", "keys", "revision", "uid");
  }

  @Test
  void the_values_are_write_only_and_the_token_is_sensitive() {
    Attribute values = attribute(new SecretResource(new ApiAccess()).schema(), "values_wo");
    assertThat(values.writeOnly()).isTrue();
    Provider provider = Main.provider(Map.of(), new Log(System.err, Log.Level.OFF));
    assertThat(attribute(provider.schema(), "api_token").sensitive()).isTrue();
  }

  private static Attribute attribute(Schema schema, String name) {
    return Objects.requireNonNull(schema.attributes().get(name));
  }

  private static List<String> storedText(Resource resource) {
    List<String> found = new ArrayList<>();
    resource.schema().attributes().values().stream()
        .filter(attribute -> !attribute.writeOnly())
        .filter(attribute -> holdsText(attribute))
        .forEach(attribute -> found.add(resource.typeName() + "." + attribute.name()));
    return found.stream().sorted().toList();
  }

  private static boolean holdsText(Attribute attribute) {
    String type = io.bentoform.provider.cty.TypeJson.encode(attribute.type());
    return type.contains("string") || type.contains("dynamic");
  }
}
