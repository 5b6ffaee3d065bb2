package io.bentoform.api.engine.local.python;

import java.nio.file.Path;
import java.util.Set;

/**
 * An environment that is complete.
 *
 * @param interpreter what it needs of the Python that it was made with. It is told by that Python,
 *     never read from the environment, where scripts of users could have put links to anywhere.
 */
public record PythonEnvironment(Path folder, Set<Path> interpreter) {}
