package io.bentoform.api.engine.local;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the replicas of a revision stand on: the unpacked bento, or the project of a codespace, and
 * its Python environment.
 *
 * @param digest of the bento's archive, or of what a replica of a codespace cannot take up by
 *     itself
 * @param note what could not be had, for users
 */
record Ground(Path bento, String digest, Path environment, Optional<String> note) {}
