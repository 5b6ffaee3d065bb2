package io.bentoform.provider.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

  private final List<String> cursors = new ArrayList<>();
  private final AtomicBoolean changed = new AtomicBoolean();
  private final ReadAhead<Integer> ahead = new ReadAhead<>(this::page, changed::get);

  /** Three pages of numbers by their names. */
  private ReadAhead.Page<Integer> page(@Nullable String cursor) {
    cursors.add(cursor == null ? "first" : cursor);
    int start = cursor == null ? 0 : Integer.parseInt(cursor);
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = start; i < start + ReadAhead.PAGE; i++) {
      numbers.put("n" + i, i);
    }
    int next = start + ReadAhead.PAGE;
    return new ReadAhead.Page<>(numbers, next < 3 * ReadAhead.PAGE ? "" + next : null);
  }

  private void ask(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(ahead.take("other" + i)).isEmpty();
    }
  }

  @Test
  void nothing_is_read_for_a_few_objects() {
    ask(49);
    ahead.readMore();

    assertThat(cursors).isEmpty();
  }

  @Test
  void at_most_ten_times_what_was_asked_for_is_read() {
    ask(50);
    ahead.readMore();
    ahead.readMore();
    assertThat(cursors).containsExactly("first");

    ask(50);
    ahead.readMore();
    ahead.readMore();
    assertThat(cursors).containsExactly("first", "500");

    ask(1000);
    ahead.readMore();
    ahead.readMore();
    assertThat(cursors).containsExactly("first", "500", "1000");
  }

  @Test
  void each_object_is_handed_out_once() {
    ask(50);
    ahead.readMore();

    assertThat(ahead.take("n7")).contains(7);
    assertThat(ahead.take("n7")).isEmpty();
  }

  @Test
  void nothing_is_handed_out_or_read_once_the_run_changes_something() {
    ask(100);
    ahead.readMore();
    changed.set(true);

    assertThat(ahead.take("n7")).isEmpty();
    ahead.readMore();
    assertThat(cursors).containsExactly("first");
  }

  @Test
  void a_page_that_cannot_be_read_fails_nothing_and_is_the_last() {
    ReadAhead<Integer> failing =
        new ReadAhead<>(
            cursor -> {
              cursors.add("failed");
              throw new ApiException(ApiException.Kind.UNREACHABLE, "away");
            },
            changed::get);
    for (int i = 0; i < 100; i++) {
      assertThat(failing.take("n" + i)).isEmpty();
    }

    failing.readMore();
    failing.readMore();

    assertThat(cursors).containsExactly("failed");
  }
}
