package io.bentoform.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.access.Caller;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.http.Json;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sockets of pods and logs (contract C10), with a real deployment. */
class SocketTest {
  private static final TestServer SERVER = TestServer.running();
  private static final String BUILDER = "yatai.ai/is-bento-image-builder";

  private final String name = "s-" + UUID.randomUUID().toString().substring(0, 18);
  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();

  @BeforeAll
  static void push() {
    BentoUpload.push(SERVER, SampleBento.shared());
  }

  @AfterEach
  void delete() {
    SERVER.call("DELETE", "/api/v2/deployments/" + name);
  }

  private void deploy(int replicas) {
    SERVER.call(
        "POST",
        "/api/v2/deployments",
        """
        {"name": "%s", "bento": "%s",
         "services": {"%s": {"scaling": {"min_replicas": %d, "max_replicas": 1}}}}
        """
            .formatted(name, SampleBento.TAG, SampleBento.SERVICE, replicas));
  }

  private WebSocket open(String path, String token) {
    URI address = SERVER.anonymous(path).build().uri();
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("X-YATAI-API-TOKEN", token)
        .buildAsync(URI.create(address.toString().replaceFirst("^http", "ws")), new Frames())
        .join();
  }

  private final class Frames implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer payload) {
      pongs.add(StandardCharsets.UTF_8.decode(payload).toString());
      return WebSocket.Listener.super.onPong(socket, payload);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        frames.add(tree(text.toString()));
        text.setLength(0);
      }
      return WebSocket.Listener.super.onText(socket, "", last);
    }
  }

  private static JsonNode tree(String text) {
    return Json.read(text, JsonNode.class);
  }

  private JsonNode frame() throws InterruptedException {
    JsonNode frame = frames.poll(60, TimeUnit.SECONDS);
    assertThat(frame).as("a frame").isNotNull();
    return frame;
  }

  private String ofBento() {
    return "/ws/v1/clusters/default/pods?organization_name=default&namespace=default--default"
        + "&selector=yatai.ai/bento-repository%3D"
        + SampleBento.NAME
        + "%2Cyatai.ai/bento%3D"
        + SampleBento.VERSION;
  }

  @Test
  void the_log_of_a_build_is_found_as_the_command_line_looks_for_it_and_ends() throws Exception {
    deploy(1);
    WebSocket pods = open(ofBento(), SERVER.token());
    JsonNode builder = find(frame(), "/labels/" + BUILDER.replace("/", "~1"), "true");
    assertThat(builder.at("/pod_status/status").asText()).isEqualTo("Running");
    Eventually.holds("the socket of one frame ends", pods::isInputClosed);
    frames.clear();

    WebSocket tail = open(tailOf(builder.get("name").asText()), SERVER.token());
    tail.sendText("{\"type\": \"heartbeat\"}", true).join();
    tail.sendText(
            "{\"type\": \"data\", \"payload\": {\"id\": \"1\", \"container_name\": \"builder\","
                + " \"follow\": true, \"tail_lines\": 50}}",
            true)
        .join();
    StringBuilder log = new StringBuilder();
    for (JsonNode frame = frame(); !frame.path("message").asText().equals("EOF"); frame = frame()) {
      assertThat(frame.get("type").asText()).isEqualTo("success");
      assertThat(frame.at("/payload/type").asText()).isEqualTo("append");
      byte[] item = Base64.getDecoder().decode(frame.at("/payload/items/0").asText());
      log.append(new String(item, StandardCharsets.UTF_8));
    }
    assertThat(log).contains(SampleBento.TAG + " is unpacked", "Python environment", "are ready");
    tail.abort();
  }

  @Test
  void a_pod_that_serves_is_shown_and_its_log_can_be_read_to_its_present_end() throws Exception {
    deploy(1);
    WebSocket pods = open("/ws/v2/deployments/" + name + "/pods?cluster=default", SERVER.token());
    JsonNode frame = frame();
    while (!ready(frame)) {
      frame = frame();
    }
    JsonNode pod = find(frame, "/labels/yatai.ai~1bento-function-component-type", "api-server");
    assertThat(pod.get("namespace").asText()).isEqualTo("default--default");
    assertThat(pod.get("runner_name").asText()).isEqualTo(name);
    pods.abort();
    frames.clear();

    WebSocket tail = open(tailOf(pod.get("name").asText()), SERVER.token());
    tail.sendText("{\"type\": \"data\", \"payload\": {\"follow\": false}}", true).join();
    assertThat(frame().at("/payload/items/0").asText()).isNotEmpty();
    tail.abort();
  }

  private static boolean ready(JsonNode frame) {
    for (JsonNode pod : frame.get("payload")) {
      if (pod.at("/labels/yatai.ai~1bento-function-component-type").asText().equals("api-server")
          && pod.at("/status/ready").asBoolean()) {
        return true;
      }
    }
    return false;
  }

  @Test
  void what_is_not_there_is_told_in_an_error_frame() throws Exception {
    open("/ws/v2/deployments/nothing/pods?cluster=", SERVER.token()).abort();
    WebSocket unknown = open("/ws/v2/deployments/nothing/pods?cluster=", SERVER.token());
    JsonNode pods = frame();
    assertThat(pods.get("type").asText()).isEqualTo("error");
    assertThat(pods.get("message").asText()).contains("There is no deployment nothing");
    unknown.abort();
    frames.clear();

    WebSocket tail = open(tailOf("nothing-1-0"), SERVER.token());
    tail.sendText("{\"type\": \"data\", \"payload\": {}}", true).join();
    assertThat(frame().get("message").asText()).contains("There is no deployment nothing");
    tail.abort();
  }

  @Test
  void a_ping_is_answered_while_the_server_has_nothing_to_say() throws Exception {
    deploy(1);
    WebSocket pods = open("/ws/v2/deployments/" + name + "/pods?cluster=default", SERVER.token());
    JsonNode frame = frame();
    while (!ready(frame)) {
      frame = frame();
    }

    pods.sendPing(ByteBuffer.wrap("there?".getBytes(StandardCharsets.UTF_8))).join();

    assertThat(pongs.poll(10, TimeUnit.SECONDS)).isEqualTo("there?");
    pods.abort();
  }

  /** The answer to a client that asks for a socket. */
  private static Answer handshake(String path, String token) throws IOException {
    URI address = SERVER.anonymous(path).build().uri();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      String head =
          """
          GET %s HTTP/1.1\r
          Host: x\r
          Connection: Upgrade\r
          Upgrade: websocket\r
          Sec-WebSocket-Version: 13\r
          Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
          X-YATAI-API-TOKEN: %s\r
          \r
          """
              .formatted(path, token);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      byte[] all = socket.getInputStream().readAllBytes();
      String text = new String(all, StandardCharsets.UTF_8);
      Matcher type = Pattern.compile("(?i)\r\nContent-Type: (\\S+)").matcher(text);
      return new Answer(
          Integer.parseInt(text.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length())),
          type.find() ? type.group(1) : "",
          text.substring(text.indexOf("\r\n\r\n") + 4));
    }
  }

  private static void isProblem(Answer answer, int status, String text) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.at("/detail").asText()).contains(text);
  }

  @Test
  void a_socket_that_is_refused_is_answered_with_a_status_and_a_problem() throws Exception {
    Caller weak = Caller.with(SERVER, name, "[\"read_organization\"]");

    isProblem(handshake(ofBento(), "bf_wrong"), 401, "unknown");
    isProblem(handshake(tailOf("x-1-0"), ""), 401, "");
    isProblem(handshake(ofBento(), weak.token()), 403, "read_cluster");
    isProblem(handshake("/ws/v3/nothing", SERVER.token()), 404, "no route");
    isProblem(SERVER.call("GET", tailOf("x-1-0")), 400, "WebSocket");
    assertThatThrownBy(() -> open(ofBento(), "bf_wrong")).hasMessageContaining("WebSocket");
  }

  @Test
  void a_token_has_so_many_sockets_at_once_and_another_one_when_one_of_them_ended()
      throws Exception {
    Caller many = Caller.with(SERVER, name, "[\"read_cluster\"]");
    List<WebSocket> sockets = new ArrayList<>();
    for (int i = 0; i < OpenSockets.MAX; i++) {
      sockets.add(open(tailOf("x-1-0"), many.token()));
    }

    isProblem(handshake(tailOf("x-1-0"), many.token()), 429, "64 sockets");
    open(tailOf("x-1-0"), SERVER.token()).abort();

    sockets.removeFirst().abort();
    Eventually.holds(
        "there is room again", () -> handshake(tailOf("x-1-0"), many.token()).status() == 101);
    sockets.forEach(WebSocket::abort);
  }

  private static String tailOf(String pod) {
    return "/ws/v1/clusters/default/tail?namespace=default--default&timestamps=false&pod_name="
        + pod;
  }

  private static JsonNode find(JsonNode frame, String pointer, String value) {
    assertThat(frame.get("type").asText()).as(frame.toString()).isEqualTo("success");
    for (JsonNode pod : frame.get("payload")) {
      if (pod.at(pointer).asText().equals(value)) {
        return pod;
      }
    }
    throw new AssertionError("no such pod: " + frame);
  }
}
