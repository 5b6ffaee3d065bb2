@NullMarked
package io.bentoform.api.files;

import org.jspecify.annotations.NullMarked;
