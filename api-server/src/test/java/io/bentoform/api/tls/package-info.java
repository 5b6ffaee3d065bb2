@NullMarked
package io.bentoform.api.tls;

import org.jspecify.annotations.NullMarked;
