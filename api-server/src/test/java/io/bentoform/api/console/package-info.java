@NullMarked
package io.bentoform.api.console;

import org.jspecify.annotations.NullMarked;
