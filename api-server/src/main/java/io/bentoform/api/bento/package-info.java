/**
 * Bentos and models: metadata and archives. Both are artifacts of one shape, so they share their
 * rules; the differences are in their {@link io.bentoform.api.archive.ArchiveKind}.
 */
@NullMarked
package io.bentoform.api.bento;

import org.jspecify.annotations.NullMarked;
