package io.bentoform.api.wire;

import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;

/**
 * Which part of a list is asked for.
 *
 * @param search a part of the name, or empty
 */
public record Page(int start, int count, String search) {
  private static final int MOST = 1000;

  /**
   * Reads {@code start}, {@code count} and {@code search}; without a count there is no page limit
   * but 1000.
   */
  public static Page of(ServerRequest request) {
    Optional<String> search = Query.text(request, "search");
    return new Page(
        Query.number(request, "start", 0, 0, Integer.MAX_VALUE),
        Query.number(request, "count", MOST, 0, MOST),
        search.orElse(""));
  }

  /** The search text as a LIKE pattern in which its own characters stand for themselves. */
  public String like() {
    return "%" + search.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }

  public <T> ListResponse<T> response(long total, List<T> items) {
    return new ListResponse<>(start, count, total, items);
  }
}
