package io.bentoform.api.bento;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.TestServer;
import io.bentoform.api.access.TestTickets;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pod gets for its ticket. */
class ArchiveTicketTest {
  private final TestServer server = TestServer.shared();
  private final String digest;

  ArchiveTicketTest() throws Exception {
    BentoUpload.push(server, SampleBento.shared());
    digest = DigestUtils.sha256Hex(Files.readAllBytes(SampleBento.shared().archive()));
  }

  private String ticket(String archive, Instant at) {
    return new TestTickets(server, at).of(ArchiveRoutes.TICKET, archive);
  }

  private HttpResponse<byte[]> get(String archive, String authorization) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + ArchiveRoutes.path(archive)))
            .header("Authorization", authorization)
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  @Test
  void a_ticket_opens_its_archive_for_a_day_on_every_server_of_the_database() throws Exception {
    HttpResponse<byte[]> answer = get(digest, "Bearer " + ticket(digest, Instant.now()));
    HttpResponse<byte[]> late =
        get(digest, "Bearer " + ticket(digest, Instant.now().minus(Duration.ofHours(23))));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(answer.body().length);
    assertThat(DigestUtils.sha256Hex(answer.body())).isEqualTo(digest);
    assertThat(late.statusCode()).isEqualTo(200);
  }

  @Test
  void a_ticket_that_has_ended_opens_nothing() throws Exception {
    String ended = ticket(digest, Instant.now().minus(Duration.ofHours(25)));

    assertThat(get(digest, "Bearer " + ended).statusCode()).isEqualTo(401);
  }

  @Test
  void the_end_of_a_ticket_cannot_be_moved() throws Exception {
    String[] parts = ticket(digest, Instant.now().minus(Duration.ofHours(25))).split("\\.", -1);
    long later = Instant.now().plusSeconds(60).getEpochSecond();

    String moved = parts[0] + "." + later + "." + parts[2];

    assertThat(get(digest, "Bearer " + moved).statusCode()).isEqualTo(401);
  }

  @Test
  void a_ticket_opens_no_other_archive() throws Exception {
    String other = ticket("0".repeat(64), Instant.now());

    assertThat(get(digest, "Bearer " + other).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer ",
        "Bearer x.1.y",
        "Basic eDp5",
        "Bearer 000000000000000000000000.99999999999."
            + "0000000000000000000000000000000000000000000000000000000000000000"
      })
  void what_is_no_ticket_opens_nothing(String authorization) throws Exception {
    assertThat(get(digest, authorization).statusCode()).isEqualTo(401);
  }

  @Test
  void an_api_token_is_no_ticket() {
    assertThat(server.call("GET", ArchiveRoutes.path(digest)).status()).isEqualTo(401);
  }

  @Test
  void an_archive_that_is_gone_is_not_found() throws Exception {
    String gone = "0".repeat(64);

    HttpResponse<byte[]> answer = get(gone, "Bearer " + ticket(gone, Instant.now()));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Path.of(server.data().toString(), "archives", gone + ".tar")).doesNotExist();
  }
}
