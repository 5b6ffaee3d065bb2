package io.bentoform.api.codespace;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.http.StallGuard;
import io.bentoform.api.wire.Violation;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an upload of files, {@code {"files": [{"path", "b64_encoded_content"}]}} (contract C9), as
 * a stream: content goes to the sink in chunks and is never in memory as a whole.
 */
public final class FilesReader {
  private static final String CONTENT = "b64_encoded_content";

  private final JsonParser json;
  private final Sink sink;
  private int position;

  /** Receives the files of an upload, in order. */
  public interface Sink {
    /** Where the content of the next file goes. */
    OutputStream content() throws IOException;

    /**
     * Completes the file whose content came last.
     *
     * @param pointer to it in the body
     */
    void complete(String path, String pointer) throws IOException;
  }

  private FilesReader(JsonParser json, Sink sink) {
    this.json = json;
    this.sink = sink;
  }

  /**
   * Reads the body of a request.
   *
   * @param limit of the body in bytes
   * @throws ProblemException for invalid input; its text quotes nothing of the body
   * @throws IOException when the sink fails
   */
  public static void read(ServerRequest request, long limit, Sink sink) throws IOException {
    RequestBody.requireType(request, List.of("json"));
    try (StallGuard guard = new StallGuard(RequestBody.PATIENCE);
        InputStream body = guard.watching(RequestBody.limited(request, limit));
        JsonParser json = Json.MAPPER.getFactory().createParser(body)) {
      new FilesReader(json, sink).body();
    } catch (JsonProcessingException e) {
      throw RequestBody.notParsable("JSON", e);
    }
  }

  private void body() throws IOException {
    if (json.nextToken() == null) {
      throw ProblemException.badRequest("body_missing", "The request needs a body in JSON.");
    }
    require(JsonToken.START_OBJECT, "", "an object");
    boolean any = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean files = json.currentName().equals("files");
      json.nextToken();
      if (files) {
        files();
        any = true;
      } else {
        json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw ProblemException.badRequest("not_parsable", "The body must be a single JSON object.");
    }
    if (!any) {
      throw refused("/files", "missing", "The files are missing.");
    }
  }

  private void files() throws IOException {
    require(JsonToken.START_ARRAY, "/files", "an array");
    for (position = 0; json.nextToken() != JsonToken.END_ARRAY; position++) {
      require(JsonToken.START_OBJECT, pointer(), "an object");
      file();
    }
  }

  private void file() throws IOException {
    @Nullable String path = null;
    boolean content = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("path")) {
        require(JsonToken.VALUE_STRING, pointer() + "/path", "a string");
        path = json.getText();
      } else if (name.equals(CONTENT)) {
        require(JsonToken.VALUE_STRING, pointer() + "/" + CONTENT, "a string");
        content();
        content = true;
      } else {
        json.skipChildren();
      }
    }
    if (path == null) {
      throw refused(pointer() + "/path", "missing", "A file needs a path.");
    }
    if (!content) {
      throw refused(pointer() + "/" + CONTENT, "missing", "A file needs content in Base64.");
    }
    sink.complete(path, pointer());
  }

  private void content() throws IOException {
    try (OutputStream out = sink.content()) {
      json.readBinaryValue(out);
    } catch (JsonEOFException | StreamConstraintsException e) {
      throw e;
    } catch (JsonParseException | IllegalArgumentException e) {
      throw refused(
          pointer() + "/" + CONTENT, "not_base64", "The content of a file must be Base64.");
    }
  }

  private void require(JsonToken token, String pointer, String what) {
    if (json.currentToken() != token) {
      String at = pointer.isEmpty() ? "The body" : pointer;
      throw refused(pointer, "wrong_type", at + " must be " + what + ".");
    }
  }

  private String pointer() {
    return "/files/" + position;
  }

  private static ProblemException refused(String pointer, String code, String detail) {
    return ProblemException.invalid(List.of(new Violation(pointer, code, detail)));
  }
}
