package io.bentoform.api.list;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bentoform.api.db.Database;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.http.StallGuard;
import io.bentoform.api.wire.ListResponse;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A list that is sent while it is read. No more than one chunk is in memory, and while the client
 * takes that, no transaction is open. A client that stalls is cut off; an answer that breaks off
 * ends in the middle of its JSON, so that nobody takes the part for the whole.
 */
public final class StreamedList<T> {
  private static final Logger LOG = Logger.getLogger(StreamedList.class.getName());

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
    try {
      stream(first, response.outputStream());
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.FINE, "The client of a list is gone", e);
      throw new CloseConnectionException("The client of a list is gone", e);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "A list broke off", e);
      throw new CloseConnectionException("A list broke off", e);
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
        Listing.Chunk<T> before = chunk;
        chunk = database.read(execute -> listing.next(execute, before));
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

  private static <T> void write(JsonGenerator json, Listing.Chunk<T> chunk) throws IOException {
    for (T item : chunk.items()) {
      Json.MAPPER.writeValue(json, item);
    }
  }

  /** Sends what is written so far, at the pace of the client, within reason. */
  private static void pass(JsonGenerator json, ByteArrayOutputStream buffer, OutputStream out)
      throws IOException {
    json.flush();
    StallGuard.copy(new ByteArrayInputStream(buffer.toByteArray()), out, RequestBody.PATIENCE);
    buffer.reset();
  }
}
