package io.bentoform.api.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An expression of HCL, the language of Terraform. */
sealed interface Expression {

  /** A string, as it is without quotes and escapes. */
  record Text(String text) implements Expression {}

  /** A reference, a number or a keyword, as it is written. */
  record Verbatim(String code) implements Expression {}

  record Tuple(List<Expression> elements) implements Expression {}

  /** An object, in the order in which it is written. */
  record Fields(Map<String, Expression> members) implements Expression {}

  /** A call of a function with one argument. */
  record Call(String function, Expression argument) implements Expression {}

  static Expression text(String text) {
    return new Text(text);
  }

  static Expression verbatim(String code) {
    return new Verbatim(code);
  }

  /** An object of strings. */
  static Expression texts(Map<String, String> texts) {
    Map<String, Expression> members = new LinkedHashMap<>();
    texts.forEach((name, text) -> members.put(name, text(text)));
    return new Fields(members);
  }

  /** A JSON value; null stays null. */
  static Expression of(JsonNode json) {
    if (json.isObject()) {
      Map<String, Expression> members = new LinkedHashMap<>();
      json.properties().forEach(each -> members.put(each.getKey(), of(each.getValue())));
      return new Fields(members);
    }
    if (json.isArray()) {
      List<Expression> elements = new ArrayList<>();
      json.forEach(each -> elements.add(of(each)));
      return new Tuple(elements);
    }
    if (json.isNumber()) {
      return verbatim(json.decimalValue().toPlainString());
    }
    return json.isTextual() ? text(json.textValue()) : verbatim(json.asText());
  }
}
