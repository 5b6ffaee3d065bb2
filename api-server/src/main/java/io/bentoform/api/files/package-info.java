/** Private files, atomic writes and file trees. */
@NullMarked
package io.bentoform.api.files;

import org.jspecify.annotations.NullMarked;
