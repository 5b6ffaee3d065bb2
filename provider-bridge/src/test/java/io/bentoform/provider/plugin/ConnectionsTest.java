package io.bentoform.provider.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.log.Log;
import io.grpc.Attributes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

  private final Connections connections =
      new Connections(() -> new Session(Map.of(), Path.of(""), new Log(System.err, Log.Level.OFF)));

  private Attributes connect() {
    return connections.transportReady(Attributes.EMPTY);
  }

  @Test
  void a_host_that_has_reconnected_before_anyone_waits_for_it_is_seen() throws Exception {
    connections.transportTerminated(connect());
    assertThat(connections.awaitNone(Duration.ZERO)).isTrue();
    Attributes unused = connect();

    assertThat(connections.awaitReconnect(Duration.ZERO)).isTrue();
  }

  @Test
  void a_connection_that_is_gone_is_no_reconnect() throws Exception {
    connections.transportTerminated(connect());

    assertThat(connections.awaitReconnect(Duration.ofMillis(1))).isFalse();
  }

  @Test
  void a_transport_that_ends_before_it_was_ready_is_not_counted() throws Exception {
    connections.transportTerminated(Attributes.EMPTY);

    assertThat(connections.awaitFirst(Duration.ZERO)).isFalse();
    assertThat(connections.awaitNone(Duration.ZERO)).isTrue();
  }
}
