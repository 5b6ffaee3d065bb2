/** The secrets that a deployment attaches: what they are, and what a plan finds out about them. */
@NullMarked
package io.bentoform.provider.bentocloud.deployment.attachment;

import org.jspecify.annotations.NullMarked;
