@NullMarked
package io.bentoform.api.archive;

import org.jspecify.annotations.NullMarked;
