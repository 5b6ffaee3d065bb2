package io.bentoform.api.engine.local.content;

import java.nio.file.Path;

/**
 * A model that is unpacked.
 *
 * @param folder where, shared with other deployments
 */
public record PlacedModel(String name, String version, StoredContent content, Path folder) {}
