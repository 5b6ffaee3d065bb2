package io.bentoform.api.access;

import io.bentoform.api.TestServer;
import io.bentoform.api.crypto.RootKey;
import io.bentoform.api.db.Columns;
import io.bentoform.api.secret.DataKeys;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Tickets as another server on the same database gives them.
 *
 * @param at when it does so
 */
public record TestTickets(TestServer server, Instant at) {

  /** A ticket of the first organization. */
  public String of(Tickets.Purpose purpose, String whatItOpens) {
    Clock clock = Clock.fixed(at, ZoneOffset.UTC);
    DataKeys keys =
        new DataKeys(server.database(), RootKey.read(server.data().resolve("root.key")), clock);
    return new Tickets(server.database(), keys::sealer, clock)
        .of(purpose, 1, organization(), whatItOpens)
        .reveal();
  }

  private String organization() {
    return server
        .database()
        .read(
            execute ->
                execute
                    .get("SELECT uid FROM organization WHERE id = 1")
                    .map(row -> Columns.text(row, "uid"))
                    .orElseThrow());
  }
}
