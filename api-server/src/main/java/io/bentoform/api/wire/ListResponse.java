package io.bentoform.api.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list envelope (contract 3.5).
 *
 * @param start the offset asked for
 * @param count the page size asked for
 * @param total how many there are on all pages
 * @param next the cursor for the objects after these; null when there are none (additive)
 */
public record ListResponse<T>(
    int start, int count, long total, List<T> items, @Nullable String next) {}
