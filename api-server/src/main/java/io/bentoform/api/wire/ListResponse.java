package io.bentoform.api.wire;

import java.util.List;

/**
 * The list envelope (contract 3.5).
 *
 * @param start the offset asked for
 * @param count the page size asked for
 * @param total how many there are on all pages
 */
public record ListResponse<T>(int start, int count, long total, List<T> items) {}
