package io.bentoform.api.gateway;

import static io.bentoform.api.gateway.GatewayStage.text;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HTTP/2 between clients and the gateway. */
final class GatewayHttp2Test {
  private final GatewayStage stage = new GatewayStage();
  private final Vertx vertx = Vertx.vertx();
  private final HttpClientAgent http2 =
      vertx.createHttpClient(
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false));

  GatewayHttp2Test() throws IOException {}

  @AfterEach
  void close() throws IOException {
    stage.close();
    vertx.close().await();
  }

  @Test
  void http_2_is_spoken_with_a_client_that_knows() throws Exception {
    stage.route(stage.server(exchange -> text(exchange, exchange.getRequestHeaders().toString())));
    Buffer body = http2.request(to("/")).compose(r -> r.send()).compose(r -> r.body()).await();

    assertThat(body.toString())
        .contains("Host=[127.0.0.1:" + stage.listener.port())
        .doesNotContain("Transfer-encoding");
  }

  @Test
  void nothing_is_logged_of_a_plain_request_over_http_2() throws Exception {
    stage.route(stage.server(exchange -> text(exchange, "ok")));
    List<LogRecord> logged = new CopyOnWriteArrayList<>();
    Handler handler =
        new ConsoleHandler() {
          @Override
          public void publish(LogRecord record) {
            logged.add(record);
          }
        };
    Logger root = Logger.getLogger("io.vertx");
    root.addHandler(handler);
    try {
      http2.request(to("/")).compose(r -> r.send()).compose(r -> r.body()).await();
      http2.request(to("/none")).compose(r -> r.send()).compose(r -> r.body()).await();
    } finally {
      root.removeHandler(handler);
    }

    // Other gateways may log at the same time, but never what a request itself does wrong.
    assertThat(logged)
        .extracting(LogRecord::getThrown)
        .doesNotHaveAnyElementsOfTypes(IllegalStateException.class);
  }

  @Test
  void a_body_without_length_goes_from_http_2_to_a_replica() throws Exception {
    stage.route(
        stage.server(
            exchange ->
                text(
                    exchange,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))));

    Buffer body =
        http2
            .request(to("/").setMethod(HttpMethod.POST))
            .compose(
                request -> {
                  request.setChunked(true).write("one ");
                  return request.end("two").compose(sent -> request.response());
                })
            .compose(HttpClientResponse::body)
            .await();

    assertThat(body.toString()).isEqualTo("one two");
  }

  @Test
  void http_2_is_spoken_after_an_upgrade() throws Exception {
    stage.route(stage.server(exchange -> text(exchange, "ok")));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(stage.url("/")).build(), HttpResponse.BodyHandlers.ofString());

      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body()).isEqualTo("ok");
    }
  }

  @Test
  void a_replica_that_ends_when_it_has_read_a_request_over_http_2_gives_502() throws Exception {
    String body = "body";
    stage.route(
        stage.raw(
            socket -> {
              GatewayStage.readHead(socket);
              socket.getInputStream().readNBytes(body.length());
            }));

    HttpClientResponse answer =
        http2
            .request(to("/").setMethod(HttpMethod.POST))
            .compose(request -> request.send(body))
            .timeout(GatewayStage.PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .await();

    assertThat(answer.statusCode()).isEqualTo(502);
  }

  /** RFC 9113, section 8.1: NO_ERROR would say that the response was complete. */
  @Test
  void an_answer_that_breaks_off_over_http_2_ends_with_an_error_code() throws Exception {
    stage.route(
        stage.raw(
            socket -> {
              GatewayStage.readHead(socket);
              socket
                  .getOutputStream()
                  .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".getBytes(US_ASCII));
            }));

    Future<Buffer> answer =
        http2
            .request(to("/"))
            .compose(HttpClientRequest::send)
            .compose(HttpClientResponse::body)
            .timeout(GatewayStage.PATIENCE.toSeconds(), TimeUnit.SECONDS);

    assertThatThrownBy(answer::await)
        .isInstanceOfSatisfying(
            StreamResetException.class,
            reset -> assertThat(reset.getCode()).isEqualTo(Http2Error.INTERNAL_ERROR.code()));
  }

  private RequestOptions to(String path) {
    return new RequestOptions().setHost("127.0.0.1").setPort(stage.listener.port()).setURI(path);
  }
}
