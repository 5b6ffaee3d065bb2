@NullMarked
package io.bentoform.api.bento.store;

import org.jspecify.annotations.NullMarked;
