/** The Terraform provider {@code bentocloud}. */
@NullMarked
package io.bentoform.provider;

import org.jspecify.annotations.NullMarked;
