package io.bentoform.api.codespace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.http.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A codespace for each test, and the calls that change its files. */
abstract class WithCodespace {
  static final String DEPLOYMENTS = "/api/v2/deployments";
  static final TestServer SERVER = TestServer.running();
  final String name = "code-" + UUID.randomUUID().toString().substring(0, 8);
  private final CodespaceProject project = new CodespaceProject(SERVER, name);
  final String files = project.files();

  @BeforeEach
  void create() {
    project.create();
  }

  @AfterEach
  void delete() {
    project.delete();
  }

  String deployment(String deployment, boolean dev) {
    return project.deployment(deployment, dev);
  }

  static String upload(String... pathsAndContents) {
    return CodespaceProject.upload(pathsAndContents);
  }

  void put(String... pathsAndContents) {
    project.put(pathsAndContents);
  }

  Answer remove(String... paths) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    List.of(paths).forEach(body.putArray("paths")::add);
    return SERVER.call("DELETE", files, body.toString());
  }

  List<String> list() {
    return SERVER.call("GET", files).texts("/files", "path");
  }

  Path folder() {
    String uid = get().at("/uid").asText();
    return SERVER.data().resolve("codespaces/projects").resolve(uid);
  }

  Answer get() {
    return SERVER.call("GET", DEPLOYMENTS + "/" + name);
  }

  void await(String pointer, String wanted) throws InterruptedException {
    Instant deadline = Instant.now().plus(Duration.ofMinutes(1));
    while (!get().at(pointer).toString().contains(wanted)) {
      assertThat(Instant.now()).as(() -> wanted + ": " + get().body()).isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
