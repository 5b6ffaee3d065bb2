package io.bentoform.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line over HTTPS, told by {@code SSL_CERT_FILE} to trust a self-signed server. Its
 * WebSocket library (httpx-ws 0.8.2 and 0.9.0) closes a socket that a thread of its own still
 * reads: some 2 of 100 connections right after that lose bytes to the thread ("wrong version
 * number"). Where it reads one frame, the server ends the socket with it, which spares it that.
 */
@ConformanceTest
class HttpsConformanceTest {
  private final Cloud cloud = Cloud.encrypted();
  private final String name = "h-" + UUID.randomUUID().toString().substring(0, 18);
  private final Path folder;
  private final CommandLine bentoml;

  HttpsConformanceTest(Pass pass, @TempDir Path folder) {
    this.folder = folder;
    this.bentoml =
        new CommandLine(cloud, pass, folder.resolve("home"))
            .loggedOut()
            .with("SSL_CERT_FILE", cloud.certificate().toString());
  }

  @AfterEach
  void delete() {
    Stream.of("/api/v2/deployments/" + name, "/api/v1/org_secrets/" + name)
        .filter(path -> cloud.status(path) == 200)
        .forEach(cloud::delete);
  }

  private Output login() {
    return bentoml.run("cloud", "login", "--endpoint", cloud.url(), "--api-token", cloud.token());
  }

  @Test
  void login_secrets_push_deploy_and_a_call_work() {
    assertThat(login().succeeded()).contains("Logged in as admin@localhost");
    bentoml.run("secret", "create", name, "HF_TOKEN=hidden-value").succeeded();
    JsonNode secrets = bentoml.run("secret", "list", "-o", "json").json();
    assertThat(secrets).extracting(each -> each.get("name").asText()).contains(name);
    Path sources = Project.writeTo(folder.resolve("sources"));
    bentoml.in(sources, "build", "--version", name).succeeded();
    assertThat(bentoml.run("push", Project.NAME + ":" + name).succeeded())
        .contains("Successfully pushed bento");

    String deployed =
        bentoml
            .run("deploy", Project.NAME + ":" + name, "--name", name, "--secret", name)
            .succeeded();

    assertThat(deployed).as("shown over a WebSocket").contains("is unpacked").contains("is ready");
    String client =
        """
        import bentoml
        deployment = bentoml.deployment.get("%s")
        with deployment.get_client() as client:
            print(deployment.get_endpoint_urls(), client.variable(name="HF_TOKEN"))
        """
            .formatted(name);
    assertThat(bentoml.python(client).succeeded())
        .contains("https://127.0.0.1:")
        .contains(Deployed.fingerprint("hidden-value"));
  }

  @Test
  void without_the_variable_the_client_refuses_the_certificate() {
    String client =
        """
        import httpx
        try:
            httpx.get("%s/api/v1/version")
        except httpx.ConnectError as e:
            print(e)
        """
            .formatted(cloud.url());

    assertThat(bentoml.with("SSL_CERT_FILE", "").python(client).succeeded())
        .contains("CERTIFICATE_VERIFY_FAILED");
  }
}
