@NullMarked
package io.bentoform.api.bento;

import org.jspecify.annotations.NullMarked;
