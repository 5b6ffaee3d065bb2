package io.bentoform.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.engine.SampleBento;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instance types belong to a cluster, and stay while a deployment of it uses them. */
class InstanceTypeUseTest {
  private static final String CLUSTERS = "/api/v1/clusters";
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final String TYPES = "/api/v1/instance_types";

  private final TestServer server = TestServer.shared();
  private final String cluster = "c-" + UUID.randomUUID().toString().substring(0, 18);

  @BeforeEach
  void make() {
    BentoUpload.push(server, SampleBento.shared());
    server.call("POST", CLUSTERS, "{\"name\": \"%s\"}".formatted(cluster));
    server.call(
        "POST",
        TYPES + "?cluster=" + cluster,
        "{\"name\": \"cpu.own\", \"cpu\": \"3\", \"memory\": \"3Gi\"}");
  }

  @AfterEach
  void delete() {
    server.call("DELETE", DEPLOYMENTS + "/own?cluster=" + cluster);
    server.call("DELETE", CLUSTERS + "/" + cluster);
  }

  @Test
  void an_instance_type_is_known_in_its_own_cluster_alone() {
    assertThat(deploy("POST", DEPLOYMENTS, "cpu.own").status()).isEqualTo(200);

    Answer elsewhere = server.call("POST", DEPLOYMENTS + "/check?cluster=default", body("cpu.own"));
    assertThat(elsewhere.at("/problems/0/detail").asText())
        .startsWith("There is no instance type cpu.own in the cluster default. There are: cpu.1,");
  }

  @Test
  void an_instance_type_stays_while_the_latest_revision_of_a_deployment_uses_it() {
    deploy("POST", DEPLOYMENTS, "cpu.own");

    Answer refused = server.call("DELETE", TYPES + "/cpu.own?cluster=" + cluster);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/detail").asText()).contains("cpu.own is used by own.");

    assertThat(deploy("PUT", DEPLOYMENTS + "/own", "cpu.1").status()).isEqualTo(200);
    assertThat(server.call("DELETE", TYPES + "/cpu.own?cluster=" + cluster).status())
        .isEqualTo(200);
    assertThat(deploy("PUT", DEPLOYMENTS + "/own", "cpu.own").pointers())
        .containsExactly("/services/Sample/instance_type");
  }

  @Test
  void an_instance_type_that_is_named_elsewhere_in_a_configuration_is_not_used_there() {
    String overrides = "\"config_overrides\": {\"instance_type\": \"cpu.own\"}, \"instance_type\"";
    Answer deployed =
        server.call(
            "POST",
            DEPLOYMENTS + "?cluster=" + cluster,
            body("cpu.1").replace("\"instance_type\"", overrides));
    assertThat(deployed.status()).as(deployed.body()).isEqualTo(200);

    assertThat(server.call("DELETE", TYPES + "/cpu.own?cluster=" + cluster).status())
        .isEqualTo(200);
  }

  @Test
  void a_cluster_with_a_deployment_in_it_stays() {
    deploy("POST", DEPLOYMENTS, "cpu.1");

    Answer refused = server.call("DELETE", CLUSTERS + "/" + cluster);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/detail").asText()).contains("1 deployment.");
  }

  private Answer deploy(String method, String path, String type) {
    return server.call(method, path + "?cluster=" + cluster, body(type));
  }

  private static String body(String type) {
    return """
        {"name": "own", "bento": "sample:v1",
         "services": {"Sample": {"instance_type": "%s", "scaling": {"min_replicas": 0}}}}
        """
        .formatted(type);
  }
}
