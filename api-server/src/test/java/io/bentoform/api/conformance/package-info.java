/**
 * The real {@code bentoml} command line of a released version against a real server with a real
 * database: one test for each command line that a person types.
 */
@NullMarked
package io.bentoform.api.conformance;

import org.jspecify.annotations.NullMarked;
