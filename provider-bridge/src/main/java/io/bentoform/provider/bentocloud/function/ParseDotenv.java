package io.bentoform.provider.bentocloud.function;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.resource.ProviderFunction;
import java.util.List;

/** {@code parse_dotenv}: the variables of a {@code .env} file, as values of a secret. */
public final class ParseDotenv implements ProviderFunction {

  @Override
  public String name() {
    return "parse_dotenv";
  }

  @Override
  public String summary() {
    return "Parses the text of a .env file.";
  }

  @Override
  public String description() {
    return "Returns the variables in the text of a `.env` file as a map, for `values_wo` of a secret"
        + " or `envs` of a deployment. Values may be quoted, and then have several lines; in double"
        + " quotes `\\n` and the like are escapes; `#` begins a comment; `export` is skipped. Nothing"
        + " is substituted. An error names the line, never a value.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(new Parameter("text", Type.STRING, "The text of the file."));
  }

  @Override
  public Type result() {
    return new Type.MapOf(Type.STRING);
  }

  @Override
  public Value call(List<Value> arguments) {
    try {
      return Value.mapOfText(Dotenv.parse(arguments.getFirst().asText("")));
    } catch (Dotenv.SyntaxException e) {
      throw new ArgumentException(0, String.valueOf(e.getMessage()));
    }
  }
}
