package io.bentoform.provider.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON as plain Java values: {@code Map}, {@code List}, {@code String}, {@code
 * BigDecimal}, {@code Boolean} and null. Numbers are exact and compared by value.
 */
public final class Json {

  private static final int MAX_DEPTH = 200;
  private static final int MAX_EXPONENT = 2_000;

  private Json() {}

  /** The text is not valid JSON. The message never contains the text. */
  public static final class ParseException extends Exception {
    private static final long serialVersionUID = 1;

    ParseException(String message) {
      super(message);
    }
  }

  private static JsonFactory factory() {
    return JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();
  }

  public static @Nullable Object parse(String text) throws ParseException {
    try (JsonParser parser = factory().createParser(text)) {
      if (parser.nextToken() == null) {
        throw new ParseException("empty JSON text");
      }
      Object value = value(parser, 0);
      if (parser.nextToken() != null) {
        throw new ParseException("trailing content after the JSON value");
      }
      return value;
    } catch (IOException e) {
      throw new ParseException("not valid JSON");
    }
  }

  private static @Nullable Object value(JsonParser parser, int depth)
      throws IOException, ParseException {
    if (depth > MAX_DEPTH) {
      throw new ParseException("JSON is nested too deeply");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, depth);
      case START_ARRAY -> array(parser, depth);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> normal(parser.getDecimalValue());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new ParseException("not valid JSON");
    };
  }

  /** Writing out the digits of a number with a large exponent could take all memory. */
  private static BigDecimal normal(BigDecimal number) throws ParseException {
    if (Math.abs((long) number.scale()) > MAX_EXPONENT) {
      throw new ParseException("a number is too large or too small");
    }
    return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
  }

  private static Map<String, @Nullable Object> object(JsonParser parser, int depth)
      throws IOException, ParseException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, value(parser, depth + 1));
    }
    return map;
  }

  private static List<@Nullable Object> array(JsonParser parser, int depth)
      throws IOException, ParseException {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser, depth + 1));
    }
    return list;
  }

  /** Writes compact JSON from the Java values above; integers may be any {@code Number}. */
  public static String write(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = factory().createGenerator(text)) {
      write(generator, value);
    } catch (IOException e) {
      throw new IllegalStateException("writing to a string failed", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> out.writeNull();
      case String text -> out.writeString(text);
      case Boolean bool -> out.writeBoolean(bool);
      case BigDecimal number -> out.writeNumber(number.toPlainString());
      case Number number -> out.writeNumber(number.longValue());
      case Map<?, ?> map -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.writeFieldName(String.valueOf(entry.getKey()));
          write(out, entry.getValue());
        }
        out.writeEndObject();
      }
      case List<?> list -> {
        out.writeStartArray();
        for (Object element : list) {
          write(out, element);
        }
        out.writeEndArray();
      }
      default -> throw new IllegalArgumentException("cannot write as JSON: " + value.getClass());
    }
  }
}
