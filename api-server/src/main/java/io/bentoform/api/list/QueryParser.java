package io.bentoform.api.list;

import io.bentoform.api.db.Columns;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.Times;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The query language (contract 3.6): words separated by blanks. A word without a colon is searched
 * in the name; {@code in:} chooses other texts; {@code is:} and {@code not:} ask for flags; {@code
 * label:k=v} for labels, a comma meaning "or"; {@code sort:created_at-desc} orders; the others
 * compare, as {@code status:running} or {@code since:2026-11-27}. A hyphen before a word with a
 * colon turns it round. Several words narrow the list together.
 */
final class QueryParser {
  private static final String ME = "@me";

  private final QueryFields fields;
  private final String me;
  private final Selection selection;
  private final List<String> keywords = new ArrayList<>();
  private final Set<String> texts = new LinkedHashSet<>();
  private String sort = "created_at-desc";

  private QueryParser(QueryFields fields, String me, Selection selection) {
    this.fields = fields;
    this.me = me;
    this.selection = selection;
  }

  /**
   * Narrows a selection to what a query asks for.
   *
   * @param me who {@code @me} is
   * @return the name of the order and its direction, as {@code name-asc}
   * @throws ProblemException 400 for a word that is not known, with those that are
   */
  static String narrow(Selection selection, QueryFields fields, String me, String query) {
    QueryParser search = new QueryParser(fields, me, selection);
    for (String token : query.split(" ", -1)) {
      if (!token.isEmpty()) {
        search.token(token);
      }
    }
    search.keywords();
    return search.sort;
  }

  private void token(String token) {
    int colon = token.indexOf(':');
    if (colon < 0) {
      keywords.add(token);
      return;
    }
    boolean negated = token.startsWith("-");
    String word = token.substring(negated ? 1 : 0, colon);
    String value = token.substring(colon + 1);
    if (value.isEmpty()) {
      throw refused("The word " + word + ": of the query needs a value.");
    }
    switch (word) {
      case "in" -> texts.add(known(fields.texts(), "in", value));
      case "is" -> flag(value, !negated);
      case "not" -> flag(value, negated);
      case "sort" -> sort(value);
      case "label" -> label(value, negated);
      default -> {
        String condition = fields.times().get(word);
        if (condition == null) {
          compare(word, value, negated);
        } else {
          any(List.of(condition), List.of(time(word, value)), negated);
        }
      }
    }
  }

  private void flag(String name, boolean wanted) {
    String condition = known(fields.flags(), wanted ? "is" : "not", name);
    selection.where(wanted ? condition : "NOT (" + condition + ")");
  }

  private void sort(String value) {
    int hyphen = value.lastIndexOf('-');
    String name = hyphen < 0 ? value : value.substring(0, hyphen);
    String direction = hyphen < 0 ? "asc" : value.substring(hyphen + 1);
    if (!direction.equals("asc") && !direction.equals("desc")) {
      throw refused("A list is sorted by sort:NAME-asc or sort:NAME-desc.");
    }
    selection.orderBy(known(fields.sorts(), "sort", name), direction.equals("desc"));
    sort = name + "-" + direction;
  }

  private void compare(String word, String value, boolean negated) {
    String condition = fields.words().get(word);
    if (condition == null) {
      throw refused(
          "The query asks for "
              + word
              + ", which "
              + fields.objects()
              + " do not have. They have: "
              + fields.known()
              + ".");
    }
    List<String> values =
        List.of(value.split(",", -1)).stream().map(one -> one.equals(ME) ? me : one).toList();
    any(values.stream().map(one -> condition).toList(), values, negated);
  }

  /** A time, or a day in UTC, which stands for its begin. */
  private static LocalDateTime time(String word, String value) {
    return Times.parse(value)
        .or(() -> Times.parse(value + "T00:00:00"))
        .map(Columns::utc)
        .orElseThrow(
            () ->
                refused(
                    "The word "
                        + word
                        + ": needs a day, as 2026-11-27, or a time, as 2026-11-27T10:00:00Z."));
  }

  private void label(String value, boolean negated) {
    String labels =
        fields.labels().orElseThrow(() -> refused("The " + fields.objects() + " have no labels."));
    List<String> conditions = new ArrayList<>();
    List<String> parameters = new ArrayList<>();
    for (String one : value.split(",", -1)) {
      int equals = one.indexOf('=');
      parameters.add(equals < 0 ? one : one.substring(0, equals));
      if (equals < 0) {
        conditions.add("JSON_CONTAINS(" + labels + ", JSON_OBJECT('key', ?))");
      } else {
        conditions.add("JSON_CONTAINS(" + labels + ", JSON_OBJECT('key', ?, 'value', ?))");
        parameters.add(one.substring(equals + 1));
      }
    }
    any(conditions, parameters, negated);
  }

  private void any(List<String> conditions, List<?> parameters, boolean negated) {
    String any = String.join(" OR ", conditions);
    selection.where(negated ? "NOT (" + any + ")" : any, parameters);
  }

  private void keywords() {
    List<String> columns =
        texts.isEmpty() ? List.of(known(fields.texts(), "in", "name")) : List.copyOf(texts);
    for (String keyword : keywords) {
      any(
          columns.stream().map(column -> column + " LIKE ? ESCAPE '!'").toList(),
          columns.stream().map(column -> like(keyword)).toList(),
          false);
    }
  }

  /** The text as a LIKE pattern in which its own characters stand for themselves. */
  static String like(String text) {
    return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }

  private <C> C known(Map<String, C> columns, String word, String name) {
    @Nullable C column = columns.get(name);
    if (column == null) {
      throw refused(
          word
              + ":"
              + name
              + " is not known of "
              + fields.objects()
              + ". "
              + (columns.isEmpty()
                  ? "There is nothing to ask with " + word + ":."
                  : "There are: " + String.join(", ", new TreeSet<>(columns.keySet())) + "."));
    }
    return column;
  }

  private static ProblemException refused(String detail) {
    return ProblemException.badRequest("bad_query", detail);
  }
}
