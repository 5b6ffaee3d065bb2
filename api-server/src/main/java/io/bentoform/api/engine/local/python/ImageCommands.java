package io.bentoform.api.engine.local.python;

import io.bentoform.api.files.FileTrees;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a bento wants done in its image before and after its requirements are installed: its
 * commands, and the scripts in {@code env/docker} that they call (contract C7.1). As in the image,
 * they run beside that folder, and what they write there is not part of the bento.
 */
record ImageCommands(List<SetupScript> before, List<SetupScript> after, List<SetupScript> scripts) {
  private static final Path SCRIPTS = Path.of("env/docker");

  /** What BentoML itself puts first, to install what every one of its images has. */
  private static final Pattern OF_EVERY_IMAGE =
      Pattern.compile(
          "(apt-get update && apt-get install .* ca-certificates gnupg2 bash build-essential git"
              + "|yum update && yum install -y (amazon-linux-extras )?ca-certificates .*"
              + "|apk add --update bash gcc libc-dev .*)");

  /** The script of a bento that has no list of commands. */
  private static final String SETUP_SCRIPT = "setup_script";

  static ImageCommands of(Path bento, BentoDescription description) throws IOException {
    List<SetupScript> scripts = new ArrayList<>();
    for (Path file : FileTrees.children(bento.resolve(SCRIPTS))) {
      String name = file.getFileName().toString();
      if (name.startsWith("script__") || name.equals(SETUP_SCRIPT)) {
        scripts.add(SetupScript.read(bento, SCRIPTS.resolve(name).toString()));
      }
    }
    boolean old = description.commands().isEmpty() && has(bento, SETUP_SCRIPT);
    return new ImageCommands(
        commands("commands", old ? List.of("./env/docker/setup_script") : description.commands()),
        commands("post_commands", description.postCommands()),
        scripts);
  }

  private static boolean has(Path bento, String script) {
    return Files.isRegularFile(bento.resolve(SCRIPTS).resolve(script), LinkOption.NOFOLLOW_LINKS);
  }

  private static List<SetupScript> commands(String member, List<String> commands) {
    List<SetupScript> scripts = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      if (i == 0 && OF_EVERY_IMAGE.matcher(commands.get(0)).matches()) {
        continue;
      }
      scripts.add(
          SetupScript.of("command " + (i + 1) + " of image." + member, commands.get(i) + "\n"));
    }
    return scripts;
  }

  /** Whether nothing is left to run. */
  boolean isEmpty() {
    return before.stream().allMatch(SetupScript::isEmpty)
        && after.stream().allMatch(SetupScript::isEmpty);
  }

  Optional<String> notes() {
    List<SetupScript> all = new ArrayList<>(before);
    all.addAll(after);
    all.addAll(scripts);
    return SetupScript.notes(all);
  }

  void addTo(Fingerprint print) {
    for (List<SetupScript> list : List.of(before, after, scripts)) {
      print.add(String.valueOf(list.size()));
      list.forEach(script -> print.add(script.text()));
    }
  }

  /** Lays out the folder in which the commands run, anew. */
  void layOut(Path bento, Path folder) throws IOException {
    PrivateFiles.delete(folder);
    Path target = PrivateFiles.createFolder(folder.resolve(SCRIPTS));
    for (Path file : FileTrees.children(bento.resolve(SCRIPTS))) {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
    for (SetupScript script : scripts) {
      Path file = folder.resolve(script.name());
      Files.writeString(file, script.text() + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** The command that runs some of them in turn, up to the first that fails; none for none. */
  static List<String> command(String name, List<SetupScript> commands, Path folder)
      throws IOException {
    if (commands.stream().allMatch(SetupScript::isEmpty)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of("set -e"));
    for (SetupScript one : commands) {
      lines.add("(");
      lines.addAll(one.lines());
      lines.add(")");
    }
    return new SetupScript(name, lines, List.of()).in(folder);
  }
}
