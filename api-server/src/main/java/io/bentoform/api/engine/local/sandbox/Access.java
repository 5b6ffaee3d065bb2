package io.bentoform.api.engine.local.sandbox;

import io.bentoform.api.engine.local.process.ControlGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a process sees of this machine beside the programs and libraries of the system and the
 * network. It sees each path under its own name.
 *
 * @param folder where it starts
 * @param temporary a private folder, which is also its {@code /tmp}
 * @param binds in any order; what is inside another one takes precedence
 * @param group the control group that it runs in, if any
 */
public record Access(Path folder, Path temporary, List<Bind> binds, Optional<ControlGroup> group) {

  /**
   * One path.
   *
   * @param source on this machine
   * @param target where the process sees it
   * @param device whether it is a device, or a folder of devices
   */
  record Bind(Path source, Path target, boolean writable, boolean device) {
    Bind {
      source = source.toAbsolutePath().normalize();
      target = target.toAbsolutePath().normalize();
    }
  }

  public static Access in(Path folder, Path temporary) {
    return new Access(
            folder.toAbsolutePath().normalize(),
            temporary.toAbsolutePath().normalize(),
            List.of(),
            Optional.empty())
        .writing(temporary);
  }

  /** What it can read, and run, but not change. All of it exists. */
  public Access reading(Collection<Path> paths) {
    return with(paths.stream().map(path -> new Bind(path, path, false, false)).toList());
  }

  public Access reading(Path... paths) {
    return reading(List.of(paths));
  }

  /** What it can read under another name. */
  public Access readingAs(Path source, Path target) {
    return with(List.of(new Bind(source, target, false, false)));
  }

  /** What it can change. */
  public Access writing(Path... paths) {
    return with(List.of(paths).stream().map(path -> new Bind(path, path, true, false)).toList());
  }

  /** Devices that it can use. */
  public Access using(Collection<Path> devices) {
    return with(devices.stream().map(path -> new Bind(path, path, true, true)).toList());
  }

  /** The control group that it runs in, with all processes that it starts. */
  public Access within(Optional<ControlGroup> other) {
    return new Access(folder, temporary, binds, other);
  }

  /** The command line that runs another one in the group. */
  List<String> entering(List<String> command) {
    return group.map(one -> one.entering(command)).orElse(command);
  }

  private Access with(List<Bind> more) {
    List<Bind> all = new ArrayList<>(binds);
    all.addAll(more);
    return new Access(folder, temporary, List.copyOf(all), group);
  }
}
