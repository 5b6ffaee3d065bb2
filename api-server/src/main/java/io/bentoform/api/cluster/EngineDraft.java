package io.bentoform.api.cluster;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.wire.EngineRequest;
import io.bentoform.api.wire.EngineResponse;
import io.bentoform.api.wire.SecretRequest;
import io.bentoform.api.wire.Toleration;
import io.bentoform.api.wire.Violation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An engine as a request wants it: what it names, and what was there before of everything else. */
record EngineDraft(EngineType type, EngineSettings settings, EngineValues.Values values) {
  /** Where no number is given: one can be replaced while the other serves. */
  private static final int GATEWAYS = 2;

  /**
   * The result of a request.
   *
   * @param stored the values of the engine before
   * @param defaultImage where none is given; empty for none
   * @param violations receives what is wrong with it; the draft is valid only when there are none
   */
  static EngineDraft of(
      EngineRequest request,
      ClusterEngine before,
      EngineValues.Values stored,
      String defaultImage,
      List<Violation> violations) {
    String word = Objects.requireNonNullElse(request.type(), before.type().word());
    Optional<EngineType> type = EngineType.of(word);
    if (type.isEmpty()) {
      violations.add(
          EngineRules.invalid("/engine/type", "The type of an engine is local or kubernetes."));
    }
    if (type.isEmpty() || type.get() == EngineType.LOCAL) {
      request.given().stream()
          .filter(name -> type.isPresent())
          .map(name -> EngineRules.invalid("/engine/" + name, "Only kubernetes has " + name + "."))
          .forEach(violations::add);
      return new EngineDraft(EngineType.LOCAL, EngineSettings.NONE, EngineValues.Values.NONE);
    }
    boolean same = before.type() == EngineType.KUBERNETES;
    EngineDraft draft =
        merged(
            request,
            same ? before.settings() : EngineSettings.NONE,
            same ? stored : EngineValues.Values.NONE,
            defaultImage,
            violations);
    new EngineRules(violations).check(request, draft);
    return draft;
  }

  private static EngineDraft merged(
      EngineRequest request,
      EngineSettings before,
      EngineValues.Values stored,
      String defaultImage,
      List<Violation> violations) {
    Optional<Hidden> kubeconfig =
        request.kubeconfig() == null
            ? stored.kubeconfig()
            : Optional.of(request.kubeconfig().hidden()).filter(value -> value.size() > 0);
    Map<String, Hidden> variables = variables(request, stored, violations);
    String image = given(request.image(), before.image());
    return new EngineDraft(
        EngineType.KUBERNETES,
        new EngineSettings(
            kubeconfig.isPresent(),
            given(request.context(), before.context()),
            given(request.namespace(), before.namespace()),
            image.isEmpty() ? defaultImage : image,
            given(request.endpointDomain(), before.endpointDomain()),
            port(request.endpointPort(), before.endpointPort()),
            request.storage() == null
                ? before.claim()
                : Objects.requireNonNullElse(request.storage().claim(), ""),
            request.nodeSelector() == null ? before.nodeSelector() : texts(request.nodeSelector()),
            request.tolerations() == null
                ? before.tolerations()
                : request.tolerations().stream().map(EngineDraft::complete).toList(),
            given(request.certificates(), before.certificates()),
            variables.keySet().stream().sorted().toList(),
            given(request.serverUrl(), before.serverUrl()).replaceFirst("/+$", ""),
            request.gateway() == null ? before.gateway() : gateway(request.gateway())),
        new EngineValues.Values(kubeconfig, variables));
  }

  private static EngineResponse.@Nullable Gateway gateway(EngineRequest.Gateway sent) {
    String image = Objects.requireNonNullElse(sent.image(), "");
    return image.isEmpty()
        ? null
        : new EngineResponse.Gateway(
            image,
            Objects.requireNonNullElse(sent.replicas(), GATEWAYS),
            Objects.requireNonNullElse(sent.serviceType(), EngineRules.LOAD_BALANCER),
            sent.nodePort());
  }

  private static @Nullable Integer port(@Nullable Integer sent, @Nullable Integer before) {
    if (sent == null) {
      return before;
    }
    return sent == 0 ? null : sent;
  }

  private static String given(@Nullable String sent, String before) {
    return sent == null ? before : sent;
  }

  private static Map<String, String> texts(Map<String, @Nullable String> sent) {
    Map<String, String> texts = new HashMap<>();
    sent.forEach((key, value) -> texts.put(key, Objects.requireNonNullElse(value, "")));
    return texts;
  }

  private static Toleration complete(@Nullable Toleration sent) {
    if (sent == null) {
      return new Toleration("", "", "", "");
    }
    String value = Objects.requireNonNullElse(sent.value(), "");
    return new Toleration(
        Objects.requireNonNullElse(sent.key(), ""),
        Objects.requireNonNullElse(sent.operator(), value.isEmpty() ? "Exists" : "Equal"),
        value,
        Objects.requireNonNullElse(sent.effect(), ""));
  }

  private static Map<String, Hidden> variables(
      EngineRequest request, EngineValues.Values stored, List<Violation> violations) {
    Map<String, SecretRequest.@Nullable Value> sent = request.buildEnvironment();
    if (sent == null) {
      return stored.buildEnvironment();
    }
    Map<String, Hidden> variables = new HashMap<>();
    sent.forEach(
        (name, value) -> {
          @Nullable Hidden kept = stored.buildEnvironment().get(name);
          if (value != null) {
            variables.put(name, value.hidden());
          } else if (kept != null) {
            variables.put(name, kept);
          } else {
            violations.add(
                EngineRules.invalid(
                    EngineRules.pointer("build_environment", name),
                    "The value of the variable is missing."));
          }
        });
    return variables;
  }

  /** Whether it is what there is already. */
  boolean changesNothing(ClusterEngine engine, EngineValues.Values stored) {
    return type == engine.type() && settings.equals(engine.settings()) && values.matches(stored);
  }
}
