package io.bentoform.api.access;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Uid;
import io.bentoform.api.http.Names;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.Times;
import io.bentoform.api.wire.ChosenUid;
import io.bentoform.api.wire.SecretRequest;
import io.bentoform.api.wire.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Validates tokens. Collects violations; {@link #refuse()} reports all of them. */
final class TokenRules {
  private static final int DESCRIPTION = 1024;

  private final List<Violation> violations = new ArrayList<>();

  /** The name, a DNS-1035 label as in Yatai. */
  String name(@Nullable String sent) {
    if (sent == null || !Names.isDns1035Label(sent)) {
      add(
          "/name",
          "name_invalid",
          "The name of a token is 1 to 63 lower-case letters, digits and hyphens, begins with a"
              + " letter and ends with a letter or digit.");
    }
    return sent == null ? "" : sent;
  }

  /** The uid, chosen by the caller or here. */
  String uid(@Nullable String sent) {
    ChosenUid.violation(sent).ifPresent(violations::add);
    return Uid.chosen(sent);
  }

  /** The description; null stays null. */
  @Nullable String description(@Nullable String sent) {
    if (sent != null && sent.length() > DESCRIPTION) {
      add("/description", "too_long", "The description is longer than 1024 characters.");
    }
    return sent;
  }

  /** The scopes, each once; null stays null. */
  @Nullable List<Scope> scopes(@Nullable List<@Nullable String> sent) {
    if (sent == null) {
      return null;
    }
    Set<Scope> scopes = new LinkedHashSet<>();
    for (int i = 0; i < sent.size(); i++) {
      String word = sent.get(i);
      Optional<Scope> scope = word == null ? Optional.empty() : Scope.of(word);
      scope.ifPresent(scopes::add);
      if (scope.isEmpty()) {
        add("/scopes/" + i, "scope_unknown", "A scope must be one of " + words() + ".");
      }
    }
    if (sent.isEmpty()) {
      add("/scopes", "scope_missing", "A token needs at least one scope of " + words() + ".");
    }
    return List.copyOf(scopes);
  }

  private static String words() {
    return Arrays.stream(Scope.values()).map(Scope::word).collect(Collectors.joining(", "));
  }

  /** The expiry; null and an empty text mean none. */
  @Nullable Instant expiry(@Nullable String sent, Instant now) {
    if (sent == null || sent.isEmpty()) {
      return null;
    }
    Optional<Instant> end = Times.parse(sent);
    if (end.isEmpty()) {
      add("/expired_at", "not_a_time", Times.mustBe("expired_at"));
    } else if (!end.get().isAfter(now)) {
      add("/expired_at", "in_the_past", "expired_at must be in the future.");
    }
    return end.orElse(null);
  }

  /** The value that the caller chose; null lets the server choose. */
  @Nullable Hidden value(SecretRequest.@Nullable Value sent) {
    if (sent == null) {
      return null;
    }
    if (!Token.isWellFormed(sent.hidden())) {
      add(
          "/token",
          "token_invalid",
          "A token is bf_ and 43 letters, digits, hyphens or underscores. Choose them at random.");
    }
    return sent.hidden();
  }

  private void add(String pointer, String code, String detail) {
    violations.add(new Violation(pointer, code, detail));
  }

  /**
   * Rejects invalid input.
   *
   * @throws ProblemException 422 with every violation
   */
  void refuse() {
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(violations);
    }
  }
}
