/** The organization, its users, clusters and API tokens. Who has no token gets nothing. */
@NullMarked
package io.bentoform.api.access;

import org.jspecify.annotations.NullMarked;
