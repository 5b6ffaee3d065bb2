package io.bentoform.api.terraform;

import io.bentoform.api.wire.SecretResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A secret as code: variables for its values, and the resource without any value. */
final class SecretCode {
  static final String TYPE = "bentocloud_secret";
  private static final String FILES = "mountfile";
  private static final String HOME = "$BENTOML_HOME";
  private static final String RUNTIME = "runtime";

  private final SecretResponse secret;
  private final String identifier;
  private final Map<String, String> variables = new LinkedHashMap<>();

  /**
   * A secret.
   *
   * @param identifier of the resource
   * @param names of variables of the configuration
   */
  SecretCode(SecretResponse secret, String identifier, Identifiers names) {
    this.secret = secret;
    this.identifier = identifier;
    for (SecretResponse.Item item : secret.content().items()) {
      String wanted = identifier + "_" + item.key().toLowerCase(Locale.ROOT);
      variables.put(item.key(), names.next(wanted));
    }
  }

  void write(HclWriter out) {
    variables.forEach(
        (key, variable) -> {
          Map<String, Expression> declaration = new LinkedHashMap<>();
          String name = secret.resource().name();
          declaration.put("description", Expression.text(key + " of the secret " + name));
          declaration.put("type", Expression.verbatim("string"));
          declaration.put("ephemeral", Expression.verbatim("true"));
          declaration.put("sensitive", Expression.verbatim("true"));
          out.blank().block("variable", List.of(variable), declaration);
        });
    out.blank()
        .block(
            "import", List.of(), Imports.of(TYPE, identifier, secret.cluster(), secret.resource()))
        .blank()
        .block("resource", List.of(TYPE, identifier), arguments());
  }

  private Map<String, Expression> arguments() {
    SecretResponse.Content content = secret.content();
    Map<String, Expression> arguments = Imports.name(secret.cluster(), secret.resource());
    if (!secret.description().isEmpty()) {
      arguments.put("description", Expression.text(secret.description()));
    }
    if (content.type().equals(FILES)) {
      arguments.put("type", Expression.text("file"));
    }
    if (content.path() != null && !content.path().equals(HOME)) {
      arguments.put("path", Expression.text(content.path()));
    }
    if (!content.stage().equals(RUNTIME)) {
      arguments.put("stage", Expression.text(content.stage()));
    }
    arguments.put("values_wo", values());
    Map<String, String> subPaths = new LinkedHashMap<>();
    for (SecretResponse.Item item : content.items()) {
      if (item.subPath() != null && !item.subPath().isEmpty()) {
        subPaths.put(item.key(), item.subPath());
      }
    }
    if (!subPaths.isEmpty()) {
      arguments.put("sub_paths", Expression.texts(subPaths));
    }
    return arguments;
  }

  private Expression values() {
    Map<String, Expression> values = new LinkedHashMap<>();
    variables.forEach((key, variable) -> values.put(key, Expression.verbatim("var." + variable)));
    return new Expression.Fields(values);
  }
}
