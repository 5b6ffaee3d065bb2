package io.bentoform.api.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.access.Caller;
import io.bentoform.api.crypto.RootKey;
import io.bentoform.api.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An administrator says that a copy of the root key is kept. */
class RootKeyBackupTest {
  private static final String ROOT_KEY = "/api/v1/root_key";

  private final TestServer server = TestServer.shared();

  private static Answer confirm(TestServer server, String fingerprint) {
    return server.call(
        "PUT",
        ROOT_KEY + "/backup",
        Json.MAPPER.createObjectNode().put("fingerprint", fingerprint).toString());
  }

  @Test
  void it_is_told_with_time_and_who_until_the_root_key_is_another_one(@TempDir Path data)
      throws IOException {
    try (TestServer own = TestServer.with(data, "--engine", "none")) {
      Answer before = own.call("GET", ROOT_KEY);
      String fingerprint = before.at("/fingerprint").asText();
      assertThat(before.at("/backup").isNull()).isTrue();
      assertThat(before.at("/location").asText()).isEqualTo(data.resolve("root.key").toString());
      assertThat(before.body()).doesNotContain(Files.readString(data.resolve("root.key")).strip());

      Answer confirmed = confirm(own, fingerprint);
      assertThat(confirmed.status()).as(confirmed.body()).isEqualTo(200);
      assertThat(confirm(own, fingerprint).body()).as("said again").isEqualTo(confirmed.body());

      Answer after = own.call("GET", ROOT_KEY);
      assertThat(after.at("/backup/confirmed_by").asText()).isEqualTo("admin");
      assertThat(Instant.parse(after.at("/backup/confirmed_at").asText()))
          .isBetween(Instant.now().minusSeconds(60), Instant.now());
      assertThat(
              own.call("GET", "/api/v1/audit?q=action:root_key.confirm_backup")
                  .texts("/items", "name"))
          .containsExactly(fingerprint);

      own.database()
          .inTransactionDo(
              execute -> execute.update("UPDATE root_key_backup SET fingerprint = 'another'"));
      assertThat(own.call("GET", ROOT_KEY).at("/backup").isNull()).isTrue();
    }
  }

  @Test
  void another_key_than_the_present_one_is_not_confirmed() {
    assertThat(confirm(server, "0000").status()).isEqualTo(409);
    assertThat(server.call("PUT", ROOT_KEY + "/backup", "{}").status()).isEqualTo(409);
  }

  @Test
  void only_administrators_ask_and_only_with_their_scopes() {
    String name = "r-" + UUID.randomUUID().toString().substring(0, 18);
    assertThat(Caller.ofNewUser(server, name).call("GET", ROOT_KEY).status()).isEqualTo(403);
    Caller reader = Caller.with(server, name, "[\"read_organization\"]");

    assertThat(reader.call("GET", ROOT_KEY).status()).isEqualTo(200);
    assertThat(reader.call("PUT", ROOT_KEY + "/backup", "{}").status()).isEqualTo(403);
  }

  @Test
  void a_fingerprint_names_a_key_and_no_other(@TempDir Path folder) {
    RootKey one = RootKey.readOrCreate(folder.resolve("one"));
    RootKey other = RootKey.readOrCreate(folder.resolve("other"));

    assertThat(RootKey.read(folder.resolve("one")).fingerprint()).isEqualTo(one.fingerprint());
    assertThat(other.fingerprint()).hasSize(64).isNotEqualTo(one.fingerprint());
  }
}
