/**
 * The web console: static files, and the sessions of browsers. What a page shows and does, it does
 * by the public API. How pages are made stands in the README beside them, in the resources.
 */
@NullMarked
package io.bentoform.api.console;

import org.jspecify.annotations.NullMarked;
