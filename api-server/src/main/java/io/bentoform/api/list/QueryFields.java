package io.bentoform.api.list;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the query language (contract 3.6) can ask about one kind of object, and the SQL that each of
 * its words stands for.
 *
 * @param objects what is listed, in the plural, for messages
 * @param texts columns that keywords search, by the word after {@code in:}; {@code name} is one
 * @param flags conditions, by the word after {@code is:} and {@code not:}
 * @param words conditions with one {@code ?} for the value, by the word before the colon
 * @param times conditions with one {@code ?} for a time, by the word before the colon
 * @param sorts columns, by the word after {@code sort:}
 * @param labels the JSON column of the labels, where there are any
 */
public record QueryFields(
    String objects,
    Map<String, String> texts,
    Map<String, String> flags,
    Map<String, String> words,
    Map<String, String> times,
    Map<String, Sort> sorts,
    Optional<String> labels) {

  /** What can be asked where no word is about a time. */
  public QueryFields(
      String objects,
      Map<String, String> texts,
      Map<String, String> flags,
      Map<String, String> words,
      Map<String, Sort> sorts,
      Optional<String> labels) {
    this(objects, texts, flags, words, Map.of(), sorts, labels);
  }

  /** All words that may stand before a colon. */
  String known() {
    TreeSet<String> known = new TreeSet<>(words.keySet());
    known.addAll(times.keySet());
    known.add("in");
    known.add("sort");
    if (!flags.isEmpty()) {
      known.add("is");
      known.add("not");
    }
    labels.ifPresent(column -> known.add("label"));
    return String.join(", ", known);
  }
}
