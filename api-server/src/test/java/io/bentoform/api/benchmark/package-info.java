/** What {@code api-server/benchmark} measures. The figures of one run belong together. */
@NullMarked
package io.bentoform.api.benchmark;

import org.jspecify.annotations.NullMarked;
