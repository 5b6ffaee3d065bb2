package io.bentoform.api.list;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bentoform.api.db.Database;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.http.StallGuard;
import io.bentoform.api.wire.ListResponse;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * A list that is sent while it is read. At most one chunk is in memory, and no transaction is open
 * while the client receives it. A client that stalls is cut off; an aborted response is invalid
 * JSON, so that it is not mistaken for a complete one.
 */
public final class StreamedList<T> {
  private static final Logger LOG = Logger.getLogger(StreamedList.class.getName());

  private static final HttpMediaType JSON_LINES = HttpMediaType.create("application/jsonl");

  private final Database database;
  private final Listing<T> listing;

  StreamedList(Database database, Listing<T> listing) {
    this.database = database;
    this.listing = listing;
  }

  /** Sends the list envelope (contract 3.5). */
  public void send(ServerResponse response) {
    Listing.Chunk<T> first = database.read(listing::first);
    if (first.isEnd()) {
      Json.send(
          response,
          new ListResponse<>(
              listing.start(),
              listing.count(first),
              first.total(),
              first.items(),
              listing.next(first)));
      return;
    }
    response.headers().contentType(MediaTypes.APPLICATION_JSON);
    sending(() -> stream(first, response.outputStream()));
  }

  /** Sends each object as a line of JSON, without an envelope. */
  public void sendLines(ServerResponse response) {
    Listing.Chunk<T> first = database.read(listing::first);
    response.headers().contentType(JSON_LINES);
    sending(() -> streamLines(first, response.outputStream()));
  }

  private interface Sending {
    void run() throws IOException;
  }

  private static void sending(Sending work) {
    try {
      work.run();
    } catch (IOException | UncheckedIOException | ServerConnectionException e) {
      LOG.log(Level.FINE, "The client of a list disconnected", e);
      throw new CloseConnectionException("The client of a list disconnected", e);
    }
  }

  private void stream(Listing.Chunk<T> first, OutputStream out) throws IOException {
    ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.MAPPER.createGenerator(buffer)) {
      json.writeStartObject();
      json.writeNumberField("start", listing.start());
      json.writeArrayFieldStart("items");
      Listing.Chunk<T> chunk = first;
      write(json, chunk);
      while (!chunk.isEnd()) {
        pass(json, buffer, out);
        chunk = after(chunk);
        write(json, chunk);
      }
      json.writeEndArray();
      json.writeNumberField("count", listing.count(chunk));
      json.writeNumberField("total", chunk.total());
      json.writeStringField("next", listing.next(chunk));
      json.writeEndObject();
      pass(json, buffer, out);
    }
    out.close();
  }

  private void streamLines(Listing.Chunk<T> first, OutputStream out) throws IOException {
    send(lines(first), out);
    for (Listing.Chunk<T> chunk = first; !chunk.isEnd(); ) {
      chunk = after(chunk);
      send(lines(chunk), out);
    }
    out.close();
  }

  private static byte[] lines(Listing.Chunk<?> chunk) {
    return chunk.items().stream()
        .map(item -> Json.write(item) + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  private Listing.Chunk<T> after(Listing.Chunk<T> before) {
    return database.read(execute -> listing.next(execute, before));
  }

  private static <T> void write(JsonGenerator json, Listing.Chunk<T> chunk) throws IOException {
    for (T item : chunk.items()) {
      Json.MAPPER.writeValue(json, item);
    }
  }

  private static void pass(JsonGenerator json, ByteArrayOutputStream buffer, OutputStream out)
      throws IOException {
    json.flush();
    send(buffer.toByteArray(), out);
    buffer.reset();
  }

  /** At the pace of the client, unless that stalls. */
  private static void send(byte[] part, OutputStream out) throws IOException {
    StallGuard.copy(new ByteArrayInputStream(part), out, RequestBody.PATIENCE);
  }
}
