package io.bentoform.api.engine.local.python;

import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A script that prepares the environment of a bento or a codespace. Lines that would change the
 * packages of the machine are left out: the machine is shared, and this server does not administer
 * it.
 *
 * @param name of its file
 * @param lines what runs
 * @param skipped numbers of the lines that are left out, from 1
 */
record SetupScript(String name, List<String> lines, List<Integer> skipped) {
  private static final Pattern OF_THE_MACHINE =
      Pattern.compile(
          "(^|[\\s;&|(])(sudo|su|apt|apt-get|aptitude|dpkg|yum|dnf|microdnf|rpm|apk|zypper|pacman)"
              + "\\s");
  private static final Pattern BLANK = Pattern.compile("\\s*(#.*)?");

  /** A line that does nothing keeps the blocks of the script whole, and its numbers. */
  private static final String NOTHING = ":";

  /** Reads the script; one that is not there has no lines. */
  static SetupScript read(Path project, String name) throws IOException {
    Path file = project.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return new SetupScript(name, List.of(), List.of());
    }
    return of(name, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  static SetupScript of(String name, String text) {
    List<String> lines = new ArrayList<>();
    List<Integer> skipped = new ArrayList<>();
    boolean continued = false;
    for (String line : text.lines().toList()) {
      boolean comment = BLANK.matcher(line).matches();
      if (continued || (!comment && OF_THE_MACHINE.matcher(line + " ").find())) {
        lines.add(NOTHING);
        skipped.add(lines.size());
        continued = line.endsWith("\\");
      } else {
        lines.add(line);
      }
    }
    return new SetupScript(name, List.copyOf(lines), List.copyOf(skipped));
  }

  /** Whether anything is left to run. */
  boolean isEmpty() {
    return lines.stream().allMatch(line -> line.equals(NOTHING) || BLANK.matcher(line).matches());
  }

  /** What runs, line by line. */
  String text() {
    return String.join("\n", lines);
  }

  /** Writes what runs into a private folder and returns the command. */
  List<String> in(Path folder) throws IOException {
    Path file = PrivateFiles.createFolder(folder).resolve(name);
    PrivateFiles.write(file, text() + "\n");
    boolean bash = Files.isExecutable(Path.of("/bin/bash"));
    return List.of(bash ? "/bin/bash" : "/bin/sh", file.toString());
  }

  /** What is left out of some scripts, for users; nothing when nothing is. */
  static Optional<String> notes(List<SetupScript> scripts) {
    List<String> asking =
        scripts.stream()
            .filter(script -> !script.skipped().isEmpty())
            .map(script -> script.name() + " (" + script.numbers() + ")")
            .toList();
    return asking.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "System packages are not installed: "
                + String.join(" and ", asking)
                + " would change the packages of the server's machine. Ask its administrator to"
                + " install them; everything else was done.");
  }

  private String numbers() {
    List<String> numbers = skipped.stream().map(String::valueOf).toList();
    return (numbers.size() == 1 ? "line " : "lines ") + String.join(", ", numbers);
  }
}
