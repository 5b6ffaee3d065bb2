/** Tests of the package that the build made: its process, and real Terraform that drives it. */
@NullMarked
package io.bentoform.provider.acceptance;

import org.jspecify.annotations.NullMarked;
