package io.bentoform.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are too much, come too slowly, or come from somebody who may not send any. */
class UnreadBodyTest {
  private static final int MILLISECONDS = 30_000;
  private static final String SECRETS = "POST /api/v1/org_secrets";

  private final TestServer server = TestServer.shared();

  /** What comes, to the end of the connection, when this is sent and no more. */
  private String exchange(String head, String body) throws IOException {
    URI address = server.request("/").build().uri();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(MILLISECONDS);
      String text = head + "\r\nHost: x\r\n\r\n" + body;
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      StringBuilder answer = new StringBuilder();
      try {
        for (int next = socket.getInputStream().read();
            next >= 0;
            next = socket.getInputStream().read()) {
          answer.append((char) next);
        }
      } catch (SocketException e) {
        // Closed with something unread.
      }
      return answer.toString();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/version",
        "POST /api/v1/session",
        "GET /health/live",
        "GET /metrics",
        "GET /openapi",
        SECRETS,
        "GET /no/route"
      })
  void a_chunk_is_read_on_no_route(String route) throws IOException {
    String answer =
        exchange(route + " HTTP/1.1\r\nTransfer-Encoding: chunked", "7fffffff\r\nbegin of it");

    assertThat(answer).startsWith("HTTP/1.1 411 ").contains("Content-Length");
  }

  @ParameterizedTest
  @ValueSource(strings = {SECRETS, "POST /no/route", "DELETE /api/v1/no/route"})
  void who_is_refused_sends_no_body(String route) throws IOException {
    String answer = exchange(route + " HTTP/1.1\r\nContent-Length: 1099511627776", "begin of it");

    assertThat(answer).startsWith("HTTP/1.1 40");
  }

  @Test
  void a_request_in_a_refused_body_is_none() throws IOException {
    String answer =
        exchange(
            SECRETS + " HTTP/1.1\r\nTransfer-Encoding: chunked",
            "GET /api/v1/version HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 411 ").doesNotContain("HTTP/1.1 200");
  }

  @Test
  void a_body_that_is_announced_too_large_is_refused_before_it_comes() throws IOException {
    String answer =
        exchange(
            SECRETS
                + " HTTP/1.1\r\nX-YATAI-API-TOKEN: "
                + server.token()
                + "\r\nContent-Length: 1099511627776",
            "begin of it");

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("larger than 8 MiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {SECRETS, "POST /api/v2/deployments/stalling/files"})
  void a_body_that_stands_still_is_not_waited_for(String route) throws IOException {
    codespace("stalling");

    String answer =
        exchange(
            route + " HTTP/1.1\r\nX-YATAI-API-TOKEN: " + server.token() + "\r\nContent-Length: 100",
            "{\"files\": [{\"b64");
    server.call("DELETE", "/api/v2/deployments/stalling");

    assertThat(answer).isEmpty();
  }

  private void codespace(String name) {
    server.call("POST", "/api/v1/bento_repositories", "{\"name\": \"%s\"}".formatted(name));
    server.call(
        "POST",
        "/api/v1/bento_repositories/" + name + "/bentos",
        """
        {"version": "v1", "build_at": "2026-11-01 10:11:12.000013", "labels": [],
         "manifest": {"service": "service:Sample", "bentoml_version": "1.4.39", "size_bytes": 1,
           "entry_service": "Sample", "dev": true,
           "services": [{"name": "Sample", "service": ""}]}}
        """);
    Answer made =
        server.call(
            "POST",
            "/api/v2/deployments",
            "{\"name\": \"%s\", \"bento\": \"%s:v1\", \"dev\": true, \"services\": {}}"
                .formatted(name, name));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
  }

  @Test
  void a_client_that_is_refused_gets_to_its_answer() {
    byte[] body = new byte[32 << 20];

    Answer answer = server.send(server.anonymous("/api/v1/org_secrets"), "POST", body);

    assertThat(answer.status()).isEqualTo(401);
  }
}
