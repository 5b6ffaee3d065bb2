package io.bentoform.provider.bentocloud;

import io.bentoform.provider.resource.PrivateState;

/**
 * Tells a plan that a state was imported just now. What only a configuration knows, such as a
 * trigger, is null in such a state: the first configuration says what it was all along, and is no
 * change. The mark outlives the refresh of the import and the one of the plan after {@code
 * terraform import}, and goes with the first change.
 */
public final class ImportMark {

  private static final String KEY = "refreshes_since_import";
  private static final String NONE = "0";
  private static final String ONE = "1";
  private static final String TWO = "2";

  private ImportMark() {}

  /** The private state of an object that is imported. */
  public static PrivateState imported() {
    return PrivateState.EMPTY.with(KEY, NONE);
  }

  /** The private state after one more refresh. */
  public static PrivateState refreshed(PrivateState state) {
    return switch (state.get(KEY).orElse("")) {
      case NONE -> state.with(KEY, ONE);
      case ONE -> state.with(KEY, TWO);
      default -> removed(state);
    };
  }

  /** The private state after a change. */
  public static PrivateState removed(PrivateState state) {
    return state.without(KEY);
  }

  public static boolean isOn(PrivateState state) {
    return state.get(KEY).isPresent();
  }
}
