/** JSON trees with exact numbers. */
@NullMarked
package io.bentoform.provider.json;

import org.jspecify.annotations.NullMarked;
