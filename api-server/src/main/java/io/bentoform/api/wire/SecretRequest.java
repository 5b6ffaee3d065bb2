package io.bentoform.api.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.bentoform.api.crypto.Hidden;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a create or an update of a secret (contract B3).
 *
 * @param uid additive: of a create alone; the same create again with it is no second one
 * @param name of a create alone
 * @param description null keeps the one that there is
 * @param content null in an update keeps the content
 * @param expectedRevision additive: the update is refused when the secret has moved on
 * @param expectedUid additive: the update is refused when it would meet another secret of the name
 */
public record SecretRequest(
    @Nullable String uid,
    @Nullable String name,
    @Nullable String description,
    @Nullable Content content,
    @Nullable Integer expectedRevision,
    @Nullable String expectedUid) {

  /**
   * The whole content.
   *
   * @param type {@code env} or {@code mountfile}
   * @param stage {@code build}, {@code runtime} or {@code all}
   */
  public record Content(
      @Nullable String type,
      @Nullable String path,
      @Nullable String stage,
      @Nullable List<@Nullable Item> items) {}

  /**
   * One key.
   *
   * @param value additive: null keeps the value that the key has
   */
  public record Item(@Nullable String key, @Nullable String subPath, @Nullable Value value) {}

  /**
   * A value on its way in: hidden from the first moment, and without a JSON form. No record,
   * because the constructor of one would also take a JSON object, and an object without the member
   * {@code hidden} would be a value that is null.
   */
  public static final class Value {
    private final Hidden hidden;

    private Value(Hidden hidden) {
      this.hidden = hidden;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Value of(String text) {
      return new Value(Hidden.of(text));
    }

    public Hidden hidden() {
      return hidden;
    }
  }

  /**
   * The body of a question what a write would lead to: that of the write. Its other members are
   * allowed, and have no effect on deployments.
   *
   * @param delete true asks about a deletion
   */
  public record Impact(@Nullable Content content, @Nullable Boolean delete) {}

  /** The body of a comparison. */
  public record Comparison(@Nullable List<@Nullable Item> items) {}

  /** The body of a comparison of many secrets. */
  public record Comparisons(@Nullable List<@Nullable NamedComparison> secrets) {}

  /** The values of one of many secrets. */
  public record NamedComparison(@Nullable String name, @Nullable List<@Nullable Item> items) {}
}
