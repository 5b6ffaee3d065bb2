package io.bentoform.api.engine.local.python;

import io.bentoform.api.crypto.Hidden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Masks values in output. Each value is searched as a whole and line by line, because programs
 * print, prefix and colour lines. What is shorter than {@value MaskingStream#SHORTEST} characters
 * is left alone: it would match everywhere. A value in another form, such as Base64, is not
 * recognised.
 */
public record Redaction(List<Hidden> values) {
  public Redaction {
    values = List.copyOf(values);
  }

  Redaction and(List<Hidden> more) {
    List<Hidden> all = new ArrayList<>(values);
    all.addAll(more);
    return new Redaction(all);
  }

  /** A stream that masks what goes through to the given one. */
  OutputStream over(OutputStream out) {
    return new MaskingStream(
        out,
        values.stream()
            .map(Hidden::reveal)
            .<String>mapMulti(Redaction::parts)
            .filter(part -> part.length() >= MaskingStream.SHORTEST && !part.isBlank())
            .distinct()
            .map(part -> part.getBytes(StandardCharsets.UTF_8))
            .toList());
  }

  private static void parts(String value, Consumer<String> parts) {
    parts.accept(value);
    value.lines().map(String::strip).forEach(parts);
  }

  /** The text with the values masked. */
  public String of(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream masking = over(bytes)) {
      masking.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
