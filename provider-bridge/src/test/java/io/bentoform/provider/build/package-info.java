/** What the build itself runs: the assembly of the package, and the benchmark of its start. */
@NullMarked
package io.bentoform.provider.build;

import org.jspecify.annotations.NullMarked;
