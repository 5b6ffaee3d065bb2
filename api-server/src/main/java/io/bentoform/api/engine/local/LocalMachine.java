package io.bentoform.api.engine.local;

import io.bentoform.api.engine.ConfiguredService;
import io.bentoform.api.engine.Limitation;
import io.bentoform.api.engine.Notice;
import io.bentoform.api.engine.local.process.ControlGroups;
import io.bentoform.api.engine.local.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;

/**
 * What this machine cannot do for deployments: found before they run, and told while they do.
 *
 * @param gpus those that replicas may use
 */
record LocalMachine(Sandbox sandbox, Gpus gpus, ControlGroups groups) {

  /** What of these configurations cannot be honoured. */
  List<Limitation> check(List<ConfiguredService> services) {
    boolean limits = groups.problem().isEmpty();
    return services.stream()
        .flatMap(service -> LocalCheck.of(gpus.total(), limits, service).stream())
        .toList();
  }

  /** What holds for all deployments. */
  List<Notice> notices() {
    List<Notice> notices = new ArrayList<>();
    if (!sandbox.isolates()) {
      notices.add(
          new Notice(
              "Isolated",
              "NoSandbox",
              "What runs is not isolated: it may do on this machine whatever the user of the server"
                  + " may. "
                  + Sandbox.REMEDY
                  + " and start the server again."));
    }
    groups
        .problem()
        .map(
            problem ->
                new Notice(
                    "LimitsEnforced",
                    "NoControlGroups",
                    "Memory and CPU of instance types are not enforced: " + problem + "."))
        .ifPresent(notices::add);
    return List.copyOf(notices);
  }

  /** What holds for one deployment now. */
  List<Notice> notices(String deploymentUid) {
    return gpus.notice(deploymentUid).stream().toList();
  }
}
