/** The query language, paging, cursors, and the SQL that they become. */
@NullMarked
package io.bentoform.api.list;

import org.jspecify.annotations.NullMarked;
