@NullMarked
package io.bentoform.api.gateway.remote;

import org.jspecify.annotations.NullMarked;
