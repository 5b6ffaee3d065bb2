package io.bentoform.api.engine;

import io.bentoform.api.crypto.Hidden;

/**
 * One read-only file that a replica finds under its {@code $BENTOML_HOME}.
 *
 * @param path normalised and relative to {@code $BENTOML_HOME}, e.g. {@code
 *     demo/secrets/password/KEY}
 * @param content written as UTF-8
 */
public record SecretFile(String path, Hidden content) {}
