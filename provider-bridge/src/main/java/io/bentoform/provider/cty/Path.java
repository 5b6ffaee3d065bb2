package io.bentoform.provider.cty;

import java.util.ArrayList;
import java.util.List;

/** The path of a value in a configuration or state, outermost step first. */
public record Path(List<Step> steps) {

  public static final Path ROOT = new Path(List.of());

  public Path {
    steps = List.copyOf(steps);
  }

  /** One step of a path. Set elements cannot be addressed: a path ends at the set. */
  public sealed interface Step {
    record Attribute(String name) implements Step {}

    record Key(String key) implements Step {}

    record Index(long index) implements Step {}
  }

  public static Path of(String attribute) {
    return ROOT.attribute(attribute);
  }

  public Path attribute(String name) {
    return plus(new Step.Attribute(name));
  }

  public Path key(String key) {
    return plus(new Step.Key(key));
  }

  public Path index(long index) {
    return plus(new Step.Index(index));
  }

  private Path plus(Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return new Path(longer);
  }

  /** The path in Terraform syntax: {@code secrets[0].keys}, {@code envs["NAME"]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      switch (step) {
        case Step.Attribute(String name) -> text.append(text.isEmpty() ? "" : ".").append(name);
        case Step.Key(String key) -> text.append("[\"").append(key).append("\"]");
        case Step.Index(long index) -> text.append('[').append(index).append(']');
      }
    }
    return text.toString();
  }
}
