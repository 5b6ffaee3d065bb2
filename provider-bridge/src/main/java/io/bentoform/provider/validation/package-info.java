/** Validators and formats that many providers need. */
@NullMarked
package io.bentoform.provider.validation;

import org.jspecify.annotations.NullMarked;
