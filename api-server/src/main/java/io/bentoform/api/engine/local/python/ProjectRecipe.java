package io.bentoform.api.engine.local.python;

import io.bentoform.api.engine.Sources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The environment of a codespace: what the client uploads beside the sources. It is shared like
 * that of a bento, unless scripts or files of the project are part of it.
 *
 * @param own a folder of the deployment, for what cannot be shared
 * @param list the requirements
 * @param before the command of {@code setup.sh}
 * @param after the command of {@code post_setup.sh}
 * @param notes what could not be had of the scripts, for users
 */
public record ProjectRecipe(
    Sources.Project project,
    Path own,
    String list,
    List<SetupScript> scripts,
    List<String> before,
    List<String> after,
    Optional<String> notes)
    implements Recipe {

  public static ProjectRecipe of(Sources.Project project, Path own) throws IOException {
    Path file = project.folder().resolve(Sources.Project.REQUIREMENTS);
    boolean there = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    SetupScript setup = SetupScript.read(project.folder(), Sources.Project.SETUP);
    SetupScript post = SetupScript.read(project.folder(), Sources.Project.POST_SETUP);
    return new ProjectRecipe(
        project,
        own,
        there ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "",
        List.of(setup, post),
        setup.isEmpty() ? List.of() : setup.in(own.resolve("scripts")),
        post.isEmpty() ? List.of() : post.in(own.resolve("scripts")),
        SetupScript.notes(List.of(setup, post)));
  }

  @Override
  public Optional<String> pythonVersion() {
    return project.pythonVersion();
  }

  /** The client's list of requirements always names it. */
  @Override
  public Optional<String> bentomlVersion() {
    return Optional.empty();
  }

  @Override
  public Path root() {
    return project.folder();
  }

  @Override
  public Path workingFolder() {
    return project.folder();
  }

  @Override
  public Path requirements() {
    return project.folder().resolve(Sources.Project.REQUIREMENTS);
  }

  @Override
  public String key(String pythonIdentity) {
    Fingerprint print = new Fingerprint().add(pythonIdentity).add(list);
    scripts.forEach(script -> print.add(script.text()));
    return print.brief();
  }

  /** Tells apart what a replica that runs cannot take up by itself. */
  public String digest() {
    Fingerprint print = new Fingerprint().add(list).add(project.pythonVersion().orElse(""));
    scripts.forEach(script -> print.add(script.text()));
    return print.hex();
  }

  @Override
  public boolean isPrivate() {
    return !before.isEmpty() || !after.isEmpty() || Requirements.arePartlyLocal(list);
  }
}
