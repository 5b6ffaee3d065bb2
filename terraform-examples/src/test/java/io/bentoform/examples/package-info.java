/** Real Terraform applies every example against a real server that runs a real bento. */
@NullMarked
package io.bentoform.examples;

import org.jspecify.annotations.NullMarked;
