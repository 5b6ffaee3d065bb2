/**
 * Bentos and models: metadata and archives. Both are artifacts of one shape, so each rule stands
 * once; what differs is in their {@link io.bentoform.api.archive.ArchiveKind}.
 */
@NullMarked
package io.bentoform.api.bento;

import org.jspecify.annotations.NullMarked;
