package io.bentoform.api.engine.local;

import java.nio.file.Path;

/**
 * A model that is unpacked.
 *
 * @param folder where, shared with other deployments
 */
record PlacedModel(String name, String version, Content content, Path folder) {}
