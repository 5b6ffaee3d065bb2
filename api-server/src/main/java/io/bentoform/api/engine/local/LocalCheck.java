package io.bentoform.api.engine.local;

import io.bentoform.api.engine.ConfiguredService;
import io.bentoform.api.engine.IgnoredSettings;
import io.bentoform.api.engine.Limitation;
import io.bentoform.api.engine.Strategy;
import java.util.ArrayList;
import java.util.List;

/** Finds what the local engine cannot honour of the configuration of one service. */
final class LocalCheck {
  private static final List<String> METRICS = List.of("concurrency", "cpu");
  private static final String INSTANCE_TYPE = "/instance_type";
  private static final String MIN_REPLICAS = "/scaling/min_replicas";
  private static final String STRATEGY = "/deployment_strategy";

  private final int gpus;
  private final boolean limits;
  private final ConfiguredService service;
  private final List<Limitation> found = new ArrayList<>();

  private LocalCheck(int gpus, boolean limits, ConfiguredService service) {
    this.gpus = gpus;
    this.limits = limits;
    this.service = service;
  }

  /**
   * All limitations of a service, in the order of its settings.
   *
   * @param gpus how many GPUs this machine has for replicas
   * @param limits whether memory and CPU of instance types are enforced
   */
  static List<Limitation> of(int gpus, boolean limits, ConfiguredService service) {
    LocalCheck check = new LocalCheck(gpus, limits, service);
    check.limits();
    check.gpus();
    check.found.addAll(IgnoredSettings.of(service, METRICS));
    if (service.codespace()) {
      check.codespace();
    }
    return List.copyOf(check.found);
  }

  private void limits() {
    String type = service.resources().instanceType();
    if (!limits && !type.isEmpty()) {
      warn(
          INSTANCE_TYPE,
          "limits_not_enforced",
          "Memory and CPU of the instance type %s are not enforced on this machine: service %s may"
                  .formatted(type, service.name())
              + " use more.");
    }
  }

  private void gpus() {
    int each = service.resources().gpus();
    String type = service.resources().instanceType();
    if (each == 0) {
      return;
    }
    if (gpus == 0) {
      warn(
          INSTANCE_TYPE,
          "gpus_absent",
          "This machine has no GPU: service %s runs without the %s of the instance type %s."
              .formatted(service.name(), text(each), type));
    } else if (each > gpus) {
      refuse(
          INSTANCE_TYPE,
          "Service %s needs %s with the instance type %s, and this machine has %d. Choose another instance type."
              .formatted(service.name(), text(each), type, gpus));
    } else {
      warn(
          INSTANCE_TYPE,
          "gpu_type_ignored",
          "Service %s gets any GPU of this machine: whether it is of the type %s is not checked."
              .formatted(service.name(), service.resources().gpuType()));
      gpusOfReplicas(each);
    }
  }

  /** A replica waits until its GPUs are free, and more than there are never become free. */
  private void gpusOfReplicas(long each) {
    long min = Math.max(1, service.minReplicas());
    long max = service.maxReplicas();
    if (min * each > gpus) {
      refuse(
          MIN_REPLICAS,
          "%d replicas of service %s need %s, and this machine has %d. Choose a lower min_replicas."
              .formatted(min, service.name(), text(min * each), gpus));
      return;
    }
    if (max * each > gpus) {
      warn(
          "/scaling/max_replicas",
          "gpus_short",
          "%d replicas of service %s need %s, and this machine has %d: the others wait until some are free."
              .formatted(max, service.name(), text(max * each), gpus));
    }
    boolean surges = service.strategy().map(LocalCheck::startsFirst).orElse(false);
    if (surges && (min + 1) * each > gpus) {
      warn(
          STRATEGY,
          "gpus_short",
          "An update of service %s starts a new replica before an old one ends, and this machine has"
                  .formatted(service.name())
              + " no GPU left for it: the update waits. Choose Recreate.");
    }
  }

  private static boolean startsFirst(Strategy strategy) {
    return strategy.surge(1) > 0;
  }

  private void codespace() {
    if (service.minReplicas() > 1) {
      warn(
          MIN_REPLICAS,
          "codespace_scaling",
          "A codespace has one replica: min_replicas of service %s has no effect."
              .formatted(service.name()));
    }
    if (service.strategy().isPresent()) {
      warn(
          STRATEGY,
          "codespace_strategy",
          "A codespace reloads changes itself: deployment_strategy of service %s has no effect."
              .formatted(service.name()));
    }
  }

  private void warn(String setting, String code, String detail) {
    found.add(new Limitation(service.name(), service.pointer() + setting, code, detail, false));
  }

  private void refuse(String setting, String detail) {
    found.add(
        new Limitation(service.name(), service.pointer() + setting, "gpus_exceeded", detail, true));
  }

  private static String text(long gpus) {
    return gpus == 1 ? "1 GPU" : gpus + " GPUs";
  }
}
