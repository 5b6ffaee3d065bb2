package io.bentoform.api.engine.local;

import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.local.content.PlacedModel;
import io.bentoform.api.engine.local.sandbox.Access;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The command of a replica. A service of a bento is started alone, with the addresses of those that
 * it calls; all services of a codespace are in one process, which reloads changed sources.
 */
record ServeCommand(Path script, ServiceSockets sockets, Duration gracefulStop) {
  private static final String SCRIPT = "/engine/serve.py";

  /**
   * Writes the script into the folder of an engine.
   *
   * @param folder the root folder of the engine
   */
  static ServeCommand in(Path folder, ServiceSockets sockets, Duration gracefulStop)
      throws IOException {
    Path script = folder.resolve("serve.py");
    try (InputStream source =
        Objects.requireNonNull(ServeCommand.class.getResourceAsStream(SCRIPT))) {
      PrivateFiles.write(script, source.readAllBytes());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new ServeCommand(script, sockets, gracefulStop);
  }

  /** What the replica sees; its {@code $BENTOML_HOME} comes to it. */
  Access access(Target target, ServiceSpecification service, Path userHome, Path temporary) {
    PreparedRelease release = target.release();
    Access access =
        Access.in(userHome, temporary)
            .writing(userHome)
            .reading(script, release.bento(), release.environment())
            .reading(release.python())
            .reading(release.models().stream().map(PlacedModel::folder).toList());
    return access.reading(
        service.dependencies().stream()
            .map(
                dependency -> sockets.folderOf(target.specification().uid(), target.id(dependency)))
            .toList());
  }

  List<String> of(Target target, ServiceSpecification service, Path socket) {
    PreparedRelease release = target.release();
    List<String> words = new ArrayList<>();
    words.add(release.environment().resolve("bin/python").toString());
    words.addAll(List.of(script.toString(), socket.toString()));
    if (target.specification().sources() instanceof Sources.Project) {
      words.addAll(List.of("serve", release.bento().toString(), "--reload"));
    } else {
      words.addAll(List.of("start-http-server", release.bento().toString()));
      words.addAll(List.of("--service-name", service.name()));
      for (String dependency : service.dependencies()) {
        Path called = sockets.of(target.specification().uid(), target.id(dependency));
        words.addAll(List.of("--depends", dependency + "=" + called.toUri()));
      }
    }
    words.add("--timeout-graceful-shutdown");
    words.add(Long.toString(Math.max(1, gracefulStop.toSeconds())));
    return words;
  }
}
