package io.bentoform.api.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The files, folders and links of an archive, in memory only. No name and no link may lead out of
 * the archive's folder, and nothing may be written through a link: what this accepts can be
 * unpacked into an empty folder as it is.
 */
final class ArchiveTree {
  private static final int MAX_ENTRIES = 200_000;
  private static final int LONGEST_NAME = 2_000;

  /** Total length of names and link targets, in characters: they are held in memory. */
  private static final long MAX_NAMES = 32L << 20;

  private static final int LONGEST_STEP = 255;
  private static final int DEEPEST = 100;
  private static final int LONGEST_CHAIN = 40;
  private static final int MAX_STEPS = 5_000_000;
  private static final String ROOT = "";

  private final ArchiveKind kind;
  private final Map<String, Node> nodes = new HashMap<>();
  private int entries;
  private long names;
  private int steps;

  private sealed interface Node {}

  private enum Plain implements Node {
    FOLDER,
    FILE
  }

  private record Link(String target) implements Node {}

  ArchiveTree(ArchiveKind kind) {
    this.kind = kind;
    nodes.put(ROOT, Plain.FOLDER);
  }

  /**
   * A name of the archive as a path from its root, without {@code .} and empty steps.
   *
   * @throws ArchiveException when it is absolute or goes up: only the target of a symbolic link may
   */
  String path(String name) throws ArchiveException {
    List<String> steps = new ArrayList<>();
    for (String step : steps(name)) {
      if (step.equals("..")) {
        throw leadsOut(name);
      }
      if (!step.isEmpty() && !step.equals(".")) {
        steps.add(step);
      }
    }
    if (name.startsWith("/")) {
      throw leadsOut(name);
    }
    boolean tooLong = length(name) > LONGEST_NAME || steps.size() > DEEPEST;
    if (tooLong || steps.stream().anyMatch(step -> length(step) > LONGEST_STEP)) {
      throw new ArchiveException("has a name that is too long or too deep: " + shown(name));
    }
    if (name.indexOf('\0') >= 0) {
      throw new ArchiveException("has a name that is not a path");
    }
    return String.join("/", steps);
  }

  private static List<String> steps(String path) {
    return List.of(path.split("/", -1));
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  void folder(String path) throws ArchiveException {
    if (nodes.getOrDefault(path, Plain.FOLDER) != Plain.FOLDER) {
      throw notAFolder(path);
    }
    parents(path);
    put(path, Plain.FOLDER);
    count();
  }

  void file(String path) throws ArchiveException {
    add(path, Plain.FILE);
  }

  void link(String path, String target) throws ArchiveException {
    int depth = steps(path).size() - 1;
    for (String step : steps(target)) {
      depth += step.equals("..") ? -1 : step.isEmpty() || step.equals(".") ? 0 : 1;
      if (depth < 0) {
        throw leadsOut(path);
      }
    }
    if (target.startsWith("/")) {
      throw leadsOut(path);
    }
    if (target.isEmpty() || target.indexOf('\0') >= 0 || length(target) > LONGEST_NAME) {
      throw new ArchiveException("has a link without a usable target: " + shown(path));
    }
    add(path, new Link(target));
  }

  void hardLink(String path, String original) throws ArchiveException {
    if (nodes.get(original) != Plain.FILE) {
      throw new ArchiveException(
          "has a hard link to something that is not a file in it: " + shown(path));
    }
    add(path, Plain.FILE);
  }

  private void add(String path, Node node) throws ArchiveException {
    if (nodes.containsKey(path)) {
      throw new ArchiveException("has two entries of one name: " + shown(path));
    }
    parents(path);
    put(path, node);
    count();
  }

  private void parents(String path) throws ArchiveException {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      String parent = path.substring(0, slash);
      Node there = nodes.get(parent);
      if (there == null) {
        put(parent, Plain.FOLDER);
      } else if (there != Plain.FOLDER) {
        throw notAFolder(parent);
      }
    }
  }

  private void put(String path, Node node) throws ArchiveException {
    if (nodes.put(path, node) == null) {
      names += path.length() + (node instanceof Link link ? link.target().length() : 0);
    }
    if (names > MAX_NAMES) {
      throw new ArchiveException(
          "has names and links of more than " + (MAX_NAMES >> 20) + " MiB together");
    }
  }

  private void count() throws ArchiveException {
    if (++entries > MAX_ENTRIES || nodes.size() > MAX_ENTRIES) {
      throw new ArchiveException("has more than " + MAX_ENTRIES + " files and folders");
    }
  }

  /** Checks, once all entries are known, where each chain of links ends. */
  void finish() throws ArchiveException {
    for (Map.Entry<String, Node> entry : nodes.entrySet()) {
      if (entry.getValue() instanceof Link && !endsInside(entry.getKey())) {
        throw new ArchiveException(
            "has a link that leads nowhere or out of the "
                + kind.word()
                + ": "
                + shown(entry.getKey()));
      }
    }
    if (nodes.get(kind.descriptionFile()) != Plain.FILE) {
      throw new ArchiveException(
          "contains no " + kind.descriptionFile() + ", so it is not a " + kind.word());
    }
  }

  /** Resolves a path as the system would. */
  private boolean endsInside(String path) throws ArchiveException {
    Deque<String> ahead = new ArrayDeque<>(steps(path));
    String here = ROOT;
    int followed = 0;
    while (!ahead.isEmpty()) {
      if (++steps > MAX_STEPS) {
        throw new ArchiveException("has links that lead over too many other links");
      }
      String step = ahead.pop();
      if (step.isEmpty() || step.equals(".")) {
        continue;
      }
      boolean up = step.equals("..");
      if ((up && here.isEmpty()) || nodes.get(here) != Plain.FOLDER) {
        return false;
      }
      String next = up ? parent(here) : here.isEmpty() ? step : here + "/" + step;
      Node node = nodes.get(next);
      if (node == null) {
        return false;
      } else if (node instanceof Link link) {
        if (++followed > LONGEST_CHAIN) {
          return false;
        }
        steps(link.target()).reversed().forEach(ahead::push);
      } else {
        here = next;
      }
    }
    return true;
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private ArchiveException leadsOut(String name) {
    return new ArchiveException(
        "has an entry that leads out of the " + kind.word() + ": " + shown(name));
  }

  private static ArchiveException notAFolder(String path) {
    return new ArchiveException("uses a file or a link as a folder: " + shown(path));
  }

  /** A name in the form for messages. */
  static String shown(String name) {
    String plain = name.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > 100 ? plain.substring(0, 100) + " ..." : plain;
  }
}
