package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import java.util.List;

/**
 * A function, which configurations call as {@code provider::NAME::FUNCTION(...)}. It is pure: the
 * same arguments give the same result, and the provider need not be configured. Hosts call it with
 * known arguments that are not null.
 */
public interface ProviderFunction {

  String name();

  /** One short line. */
  String summary();

  /** What it does, in Markdown. */
  String description();

  List<Parameter> parameters();

  Type result();

  /**
   * Calls the function.
   *
   * @param arguments one for each parameter
   * @throws ArgumentException when an argument is not valid
   */
  Value call(List<Value> arguments);

  /** A parameter. */
  record Parameter(String name, Type type, String description) {}

  /** An argument is not valid. The message is for the user and must not contain a secret. */
  final class ArgumentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int index;

    /**
     * Refuses an argument.
     *
     * @param index from 0
     */
    public ArgumentException(int index, String message) {
      super(message);
      this.index = index;
    }

    public int index() {
      return index;
    }
  }
}
