/** Unpacked bentos and models, shared by the deployments that use them. */
@NullMarked
package io.bentoform.api.engine.local.content;

import org.jspecify.annotations.NullMarked;
