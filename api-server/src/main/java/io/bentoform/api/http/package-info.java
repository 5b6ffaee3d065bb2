/**
 * How a request is read and how an answer is written: bodies, parameters, problem bodies, stalls.
 */
@NullMarked
package io.bentoform.api.http;

import org.jspecify.annotations.NullMarked;
