package io.bentoform.provider.bentocloud;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Stored;

/**
 * Marks a state as recently imported. Attributes that only the configuration knows, such as a
 * trigger, are null in such a state, so that their first configured value is not a change. The
 * marker is kept through the refresh of the import and that of the plan after {@code terraform
 * import}, and is removed by the first change.
 */
public final class ImportMarker {

  private static final String KEY = "refreshes_since_import";
  private static final String NONE = "0";
  private static final String ONE = "1";
  private static final String TWO = "2";

  private ImportMarker() {}

  /** The private state of an imported object. */
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

  /**
   * Whether an attribute that only the configuration knows changes. Its first value after an import
   * is no change: it stands for what the object has.
   */
  public static boolean isChanged(Stored prior, String attribute, Value now) {
    return isChanged(prior.privateState(), prior.state().get(attribute), now);
  }

  /** The same of an attribute that is nested in another one. */
  public static boolean isChanged(PrivateState prior, Value before, Value now) {
    boolean first = before.isNull() && prior.get(KEY).isPresent();
    return !first && !now.equals(before);
  }
}
