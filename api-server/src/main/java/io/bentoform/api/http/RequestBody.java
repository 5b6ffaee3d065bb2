package io.bentoform.api.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.wire.Violation;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request into a record. Everything that a client can get wrong here is a 400,
 * 413, 415 or 422 with a JSON pointer; the input is never quoted, because it may be a secret.
 */
public final class RequestBody {
  /** A secret of 1 MiB may double when every character is escaped, and more. */
  private static final int LIMIT = 8 << 20;

  /** How long a body may stall. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final ObjectMapper STRICT =
      Json.MAPPER.copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private RequestBody() {}

  /** Reads JSON. */
  public static <T> T json(ServerRequest request, Class<T> type) {
    requireType(request, List.of("json"));
    return parse(Json.MAPPER, "JSON", bytes(request, LIMIT), type);
  }

  /**
   * Reads JSON of a route that the contract does not know, where an unknown member is a mistake and
   * not a sign of a newer client.
   */
  public static <T> T strict(ServerRequest request, Class<T> type) {
    requireType(request, List.of("json"));
    return parse(STRICT, "JSON", bytes(request, LIMIT), type);
  }

  /**
   * Reads JSON by the rules of another mapper.
   *
   * @param limit in bytes
   */
  public static <T> T json(ServerRequest request, ObjectMapper mapper, int limit, Class<T> type) {
    requireType(request, List.of("json"));
    return parse(mapper, "JSON", bytes(request, limit), type);
  }

  /**
   * Reads a text that is a secret.
   *
   * @param limit in bytes
   */
  public static Hidden hidden(ServerRequest request, int limit) {
    return Hidden.of(new String(bytes(request, limit), StandardCharsets.UTF_8));
  }

  /** Reads JSON, or YAML where the content type says so. */
  public static <T> T jsonOrYaml(ServerRequest request, Class<T> type) {
    String subtype = requireType(request, List.of("json", "yaml", "x-yaml"));
    boolean yaml = subtype.endsWith("yaml");
    return parse(
        yaml ? Json.YAML : Json.MAPPER, yaml ? "YAML" : "JSON", bytes(request, LIMIT), type);
  }

  public static String requireType(ServerRequest request, List<String> allowed) {
    Optional<HttpMediaType> sent = request.headers().contentType();
    String subtype = sent.map(type -> type.mediaType().subtype()).orElse("json");
    String plain = subtype.substring(subtype.indexOf('+') + 1).toLowerCase(Locale.ROOT);
    if (!allowed.contains(plain)) {
      throw ProblemException.unsupportedMediaType(
          "The body must be application/" + String.join(" or application/", allowed) + ".");
    }
    return plain;
  }

  /**
   * The body as a stream; one that is announced to exceed the limit is rejected unread. Every body
   * has a known length: the filter before all routes refuses the others.
   *
   * @param limit in bytes
   */
  public static InputStream limited(ServerRequest request, long limit) {
    if (request.headers().contentLength().orElse(0) > limit) {
      String most = limit < 1 << 20 ? (limit >> 10) + " KiB" : (limit >> 20) + " MiB";
      throw ProblemException.tooLarge("The body is larger than " + most + ".");
    }
    return request.content().inputStream();
  }

  private static byte[] bytes(ServerRequest request, int limit) {
    try (InputStream in = limited(request, limit);
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      StallGuard.copy(in, out, PATIENCE);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T parse(ObjectMapper mapper, String language, byte[] bytes, Class<T> type) {
    try {
      @Nullable T value = bytes.length == 0 ? null : mapper.readValue(bytes, type);
      if (value == null) {
        throw ProblemException.badRequest(
            "body_missing", "The request needs a body in " + language + ".");
      }
      return value;
    } catch (JsonParseException e) {
      throw notParsable(language, e);
    } catch (JsonMappingException e) {
      // A text that is not JSON at all comes wrapped too, with the path to where that was noticed.
      throw e.getCause() instanceof JsonParseException
          ? notParsable(language, e)
          : ProblemException.invalid(List.of(mismatch(e)));
    } catch (JsonProcessingException e) {
      throw notParsable(language, e);
    } catch (IOException e) {
      throw ProblemException.badRequest("not_parsable", "The body is not " + language + ".");
    }
  }

  public static ProblemException notParsable(String language, JsonProcessingException e) {
    String where =
        e.getLocation() == null
            ? ""
            : " (line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
                + ")";
    return ProblemException.badRequest("not_parsable", "The body is not " + language + where + ".");
  }

  private static Violation mismatch(JsonMappingException e) {
    StringBuilder pointer = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      String name = step.getFieldName();
      pointer.append('/').append(name == null ? String.valueOf(step.getIndex()) : escape(name));
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return new Violation(
          pointer.toString(),
          "unknown_field",
          at(pointer)
              + " is not a known member. Known members: "
              + unknown.getKnownPropertyIds().stream()
                  .map(String::valueOf)
                  .sorted()
                  .collect(Collectors.joining(", "))
              + ".");
    }
    return new Violation(
        pointer.toString(), "wrong_type", at(pointer) + " must be " + expected(target(e)) + ".");
  }

  private static @Nullable Class<?> target(JsonMappingException e) {
    return e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
  }

  private static String at(CharSequence pointer) {
    return pointer.isEmpty() ? "The body" : pointer.toString();
  }

  /** One step of a JSON pointer. */
  public static String escape(String step) {
    return step.replace("~", "~0").replace("/", "~1");
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "of another type";
    } else if (type == String.class) {
      return "a string";
    } else if (type == Integer.class || type == int.class) {
      return "a whole number";
    } else if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    } else if (List.class.isAssignableFrom(type)) {
      return "an array";
    }
    return "an object";
  }
}
