package io.bentoform.examples;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Looks for a word in bytes, in every form in which a longer text with it could have been written:
 * plain, hexadecimal, UTF-16, and Base64 of either alphabet wherever in the text it stands. The
 * word has letters and digits alone, so that JSON and a URL leave it as it is.
 */
final class Search {
  private final Map<String, String> forms = new LinkedHashMap<>();

  Search(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
    forms.put("plain", word);
    forms.put("hexadecimal", HexFormat.of().formatHex(bytes));
    forms.put("upper-case hexadecimal", HexFormat.of().withUpperCase().formatHex(bytes));
    forms.put("UTF-16", String.join("\0", word.split("")));
    for (int offset = 0; offset < 3; offset++) {
      byte[] shifted = new byte[offset + bytes.length];
      System.arraycopy(bytes, 0, shifted, offset, bytes.length);
      // Only the characters that depend on nothing but the word.
      int from = (offset * 8 + 5) / 6;
      int to = shifted.length * 8 / 6;
      forms.put(
          "Base64 at " + offset, Base64.getEncoder().encodeToString(shifted).substring(from, to));
      forms.put(
          "Base64url at " + offset,
          Base64.getUrlEncoder().encodeToString(shifted).substring(from, to));
    }
  }

  /** Where it is: the name and the form of each find. */
  List<String> in(String name, String text) {
    return in(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Where it is in bytes, and in what is packed in them. */
  List<String> in(String name, byte[] bytes) {
    List<String> found = new ArrayList<>();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    forms.forEach(
        (form, wanted) -> {
          if (text.contains(wanted)) {
            found.add(name + " (" + form + ")");
          }
        });
    try {
      if (text.startsWith("PK\u0003\u0004")) {
        found.addAll(inZip(name, bytes));
      } else if (text.startsWith("\u001f\u008b\b")) {
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
          found.addAll(in(name + "!", unpacked.readAllBytes()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
    return found;
  }

  private List<String> inZip(String name, byte[] bytes) throws IOException {
    List<String> found = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String inner = name + "!" + entry.getName().toLowerCase(Locale.ROOT);
        found.addAll(in(inner, zip.readAllBytes()));
      }
    }
    return found;
  }

  /** Where it is in the names and the bytes of all files below a folder. */
  List<String> inTree(Path folder) {
    List<String> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (attributes.isRegularFile()) {
                found.addAll(in(file.toString(), Files.readAllBytes(file)));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                throws IOException {
              if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE; // a running process may remove its files
              }
              throw failure;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
