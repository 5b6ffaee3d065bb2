package io.bentoform.api.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.bentoform.api.db.Database;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.dbclient.DbExecute;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A list on its way to the client. A long one is read piece by piece while it is written, each
 * piece after the last row of the one before and in a transaction of its own: it takes no more
 * memory than one piece, and a slow client holds no transaction.
 */
public final class Listing<T> {
  private static final int PIECE = 1000;
  private static final int BUFFER = 1 << 16;

  private final Database database;
  private final Page page;
  private final Pieces<T> pieces;
  private final Page.Part<T> first;

  /** Reads a part of the list. */
  @FunctionalInterface
  public interface Pieces<T> {
    Page.Part<T> read(DbExecute execute, Page page);
  }

  private Listing(Database database, Page page, Pieces<T> pieces, Page.Part<T> first) {
    this.database = database;
    this.page = page;
    this.pieces = pieces;
    this.first = first;
  }

  /** Reads the first piece of a page, which is most often all of it. */
  public static <T> Listing<T> read(Database database, Page page, Pieces<T> pieces) {
    Page.Part<T> first = database.read(execute -> pieces.read(execute, page.first(PIECE)));
    return new Listing<>(database, page, pieces, first);
  }

  /** Answers 200 with the page. */
  public void send(ServerResponse response) {
    if (first.next().isEmpty() || page.count() <= PIECE) {
      Json.send(
          response,
          new ListResponse<>(
              page.start(),
              page.isWhole() ? first.items().size() : page.count(),
              first.total(),
              first.items(),
              first.next().map(Cursor::text).orElse(null)));
      return;
    }
    response.headers().contentType(MediaTypes.APPLICATION_JSON);
    try (StallGuard guard = new StallGuard(Body.PATIENCE)) {
      OutputStream out = new Watched(response.outputStream(), guard);
      JsonGenerator json = Json.MAPPER.createGenerator(new BufferedOutputStream(out, BUFFER));
      write(json);
      json.close();
    } catch (IOException | RuntimeException e) {
      // Nothing is closed here: an answer that ends too early must not look like a whole one.
      throw new CloseConnectionException("A list was cut short", e);
    }
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("start", page.start());
    json.writeNumberField("count", page.isWhole() ? first.total() : page.count());
    json.writeNumberField("total", first.total());
    json.writeArrayFieldStart("items");
    Page.Part<T> piece = first;
    int left = page.count();
    while (true) {
      for (T item : piece.items()) {
        json.writePOJO(item);
      }
      left -= piece.items().size();
      if (piece.next().isEmpty() || left == 0) {
        break;
      }
      Page following = page.next(piece.next().get(), Math.min(PIECE, left));
      piece = database.read(execute -> pieces.read(execute, following));
    }
    json.writeEndArray();
    json.writeStringField("next", piece.next().map(Cursor::text).orElse(null));
    json.writeEndObject();
  }

  /** Tells a guard how much the client has taken. */
  private static final class Watched extends FilterOutputStream {
    private final StallGuard guard;
    private long written;

    Watched(OutputStream out, StallGuard guard) {
      super(out);
      this.guard = guard;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      written += length;
      guard.moved(written);
    }
  }
}
