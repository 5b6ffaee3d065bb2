package io.bentoform.api.engine.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.archive.ArchiveSource;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.EnvironmentVariable;
import io.bentoform.api.engine.Resources;
import io.bentoform.api.engine.SecretFile;
import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.Strategy;
import io.bentoform.api.gateway.Choice;
import io.bentoform.api.scaling.ScalingPolicy;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ServiceObjectsTest {
  private static final String DIGEST = "ab".repeat(32);
  private static final String VALUE = "value-of-a-variable";
  private static final String FILE = "content-of-a-file";
  private static final String BUILD = "value-of-the-build";
  private static final String TICKET = "ticket-of-an-archive";

  private static final Downloads DOWNLOADS =
      new Downloads() {
        @Override
        public URI address(String digest) {
          return URI.create("http://192.0.2.1/" + digest);
        }

        @Override
        public Hidden ticket(String digest) {
          return Hidden.of(TICKET);
        }
      };

  private static ServiceObjects objects(Strategy strategy) {
    ServiceSpecification service =
        new ServiceSpecification(
            "Summary",
            List.of("Translator"),
            ScalingPolicy.fixed(4),
            strategy,
            List.of(new EnvironmentVariable("TOKEN", Hidden.of(VALUE))),
            new Resources("gpu.1", 2500, 4L << 30, 1, "nvidia-l4"),
            ServiceSpecification.DEFAULT_TIMEOUT,
            false,
            ServiceSpecification.DEFAULT_COLD_START_TIMEOUT);
    Specification specification =
        new Specification(
            "uid-1",
            "Summary_of-texts",
            7,
            Specification.MAIN,
            "summary:v1",
            new Sources.Archive(ArchiveSource.of(Path.of("summary.tar")), DIGEST),
            List.of(),
            List.of(service),
            "Summary",
            false,
            List.of(new SecretFile("demo/secrets/KEY", Hidden.of(FILE))),
            List.of(new EnvironmentVariable("INDEX", Hidden.of(BUILD))),
            Map.of(),
            new Choice.Random(),
            List.of());
    KubernetesSettings settings = KubernetesSettings.of("cluster", "models", "python:3");
    ObjectNames names = new ObjectNames("summary-1");
    return new ServiceObjects(
        new PodSpecification(
            new PodParts(
                settings, DOWNLOADS, SharedFiles.of(settings), new CallAddress("192.0.2.2", 8081)),
            names,
            specification,
            service,
            Map.of("Translator", new ObjectNames("translator-1"))),
        new OwnerReferenceBuilder().withName("owner").withUid("1").build());
  }

  private static PodSpec pod() {
    return objects(Strategy.ROLLING_UPDATE).deployment(4).getSpec().getTemplate().getSpec();
  }

  private static Container serving() {
    return pod().getContainers().getFirst();
  }

  private static Container preparing() {
    return pod().getInitContainers().getFirst();
  }

  @Test
  void values_and_tickets_stand_in_secrets_alone() {
    ServiceObjects objects = objects(Strategy.ROLLING_UPDATE);

    String others =
        Stream.<HasMetadata>of(objects.service(), objects.deployment(4), objects.firstPod(4))
            .map(Serialization::asYaml)
            .reduce("", String::concat);

    assertThat(others).doesNotContain(VALUE, FILE, BUILD, TICKET);
    assertThat(objects.values().getStringData()).containsValues(VALUE, FILE);
    assertThat(objects.values().getStringData()).doesNotContainValue(BUILD);
    assertThat(objects.build().getStringData()).containsValues(BUILD, TICKET);
  }

  @Test
  void a_revision_has_secrets_of_its_own_that_never_change() {
    ServiceObjects objects = objects(Strategy.ROLLING_UPDATE);

    assertThat(objects.values().getMetadata().getName()).isEqualTo("summary-1-r7");
    assertThat(objects.values().getImmutable()).isTrue();
    assertThat(objects.build().getMetadata().getName()).isEqualTo("summary-1-r7-build");
  }

  @Test
  void tickets_can_be_renewed_with_nothing_but_the_deployment() {
    ServiceObjects objects = objects(Strategy.ROLLING_UPDATE);

    Secret renewed = new Tickets(DOWNLOADS).renewed(objects.deployment(4)).orElseThrow();

    assertThat(renewed.getMetadata().getName()).isEqualTo(objects.build().getMetadata().getName());
    assertThat(renewed.getStringData()).containsOnlyKeys("BENTOFORM_TICKET_0");
    assertThat(objects.build().getStringData()).containsAllEntriesOf(renewed.getStringData());
  }

  @Test
  void only_the_container_that_builds_sees_what_is_for_the_build() {
    assertThat(preparing().getEnv())
        .extracting(EnvVar::getName)
        .contains("INDEX", "BENTOFORM_TICKET_0");
    assertThat(preparing().getEnv()).extracting(EnvVar::getName).doesNotContain("TOKEN");
    assertThat(serving().getEnv()).extracting(EnvVar::getName).contains("TOKEN");
    assertThat(serving().getEnv())
        .extracting(EnvVar::getName)
        .doesNotContain("INDEX", "BENTOFORM_TICKET_0");
  }

  @Test
  void a_file_of_a_secret_is_read_only_below_the_home_of_bentoml() {
    assertThat(serving().getVolumeMounts())
        .anySatisfy(
            mount -> {
              assertThat(mount.getMountPath()).endsWith("/home/demo/secrets/KEY");
              assertThat(mount.getReadOnly()).isTrue();
            });
  }

  @Test
  void pods_are_as_restricted_as_they_can_be() {
    assertThat(pod().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod().getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(Stream.concat(pod().getInitContainers().stream(), pod().getContainers().stream()))
        .allSatisfy(
            container -> {
              assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
              assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
              assertThat(container.getSecurityContext().getCapabilities().getDrop())
                  .containsExactly("ALL");
            });
  }

  @Test
  void an_instance_type_becomes_requests_and_limits() {
    assertThat(serving().getResources().getRequests())
        .isEqualTo(serving().getResources().getLimits())
        .hasEntrySatisfying("cpu", cpu -> assertThat(cpu).hasToString("2500m"))
        .hasEntrySatisfying("memory", memory -> assertThat(memory).hasToString("4294967296"))
        .hasEntrySatisfying("nvidia.com/gpu", gpus -> assertThat(gpus).hasToString("1"));
  }

  @Test
  void another_service_is_called_by_its_name_at_the_gateway() {
    assertThat(serving().getCommand())
        .containsSequence("--depends", "Translator=http://translator-1:8081");
    assertThat(pod().getHostAliases())
        .singleElement()
        .satisfies(
            alias -> {
              assertThat(alias.getIp()).isEqualTo("192.0.2.2");
              assertThat(alias.getHostnames()).containsExactly("translator-1");
            });
  }

  @Test
  void an_update_begins_with_one_pod_and_goes_on_in_the_steps_of_its_strategy() {
    ServiceObjects objects = objects(Strategy.BEST_EFFORT_CONTROLLED_ROLLOUT);
    var first = objects.firstPod(4).getSpec().getStrategy().getRollingUpdate();
    var rest = objects.deployment(4).getSpec().getStrategy().getRollingUpdate();

    assertThat(first.getMaxSurge().getIntVal()).isZero();
    assertThat(first.getMaxUnavailable().getIntVal()).isEqualTo(1);
    assertThat(rest.getMaxUnavailable().getIntVal()).isEqualTo(1);
    assertThat(objects(Strategy.RECREATE).deployment(4).getSpec().getStrategy().getType())
        .isEqualTo("Recreate");
  }

  @Test
  void the_number_of_replicas_is_never_a_part_of_what_is_applied() {
    assertThat(objects(Strategy.ROLLING_UPDATE).deployment(4).getSpec().getReplicas()).isNull();
    assertThat(objects(Strategy.ROLLING_UPDATE).firstPod(4).getSpec().getReplicas()).isNull();
  }

  @Test
  void names_are_labels_that_no_other_service_has() {
    String one = ObjectNames.of("u1", "7_Long".repeat(20), new ServiceId("main", "A")).base();
    String other = ObjectNames.of("u2", "7_Long".repeat(20), new ServiceId("main", "A")).base();

    assertThat(one).matches("[a-z][-a-z0-9]{0,51}[a-z0-9]").isNotEqualTo(other);
  }
}
