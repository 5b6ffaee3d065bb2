package io.bentoform.api.engine.local;

import java.nio.file.Path;

/**
 * What the replicas of a revision stand on: the unpacked bento and its Python environment.
 *
 * @param digest of the bento's archive
 */
record Ground(Path bento, String digest, Path environment) {}
