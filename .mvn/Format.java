import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks that every Java source is formatted, or formats it. It runs in a JVM of the project's JDK:
 * a formatter inside Maven would parse with the JDK that Maven runs on, which may be 17 and does not
 * know record patterns.
 */
void main(String[] arguments) throws IOException, FormatterException {
  boolean apply = arguments[0].equals("apply");
  Formatter formatter = new Formatter();
  int wrong = 0;
  for (Path source : sources()) {
    String text = Files.readString(source);
    String formatted = formatter.formatSource(ordered(text));
    if (!formatted.equals(text)) {
      wrong++;
      if (apply) {
        Files.writeString(source, formatted);
      } else {
        System.err.println("Not formatted: " + source);
      }
    }
  }
  if (wrong > 0 && !apply) {
    System.err.println("Format with: mvn --non-recursive validate -Dformat=apply");
    System.exit(1);
  }
}

String ordered(String text) throws FormatterException {
  return ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(text), Style.GOOGLE);
}

List<Path> sources() throws IOException {
  try (Stream<Path> tree = Files.walk(Path.of(""))) {
    return tree
        .filter(path -> path.toString().matches("[^/]+/src/(main|test)/java/.*\\.java"))
        .toList();
  }
}
