/** What Maven runs while it packages the server. */
@NullMarked
package io.bentoform.api.build;

import org.jspecify.annotations.NullMarked;
