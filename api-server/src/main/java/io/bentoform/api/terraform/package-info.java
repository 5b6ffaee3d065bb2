/** What there is as Terraform configuration, with the blocks that import it. */
@NullMarked
package io.bentoform.api.terraform;

import org.jspecify.annotations.NullMarked;
