@NullMarked
package io.bentoform.api.db;

import org.jspecify.annotations.NullMarked;
