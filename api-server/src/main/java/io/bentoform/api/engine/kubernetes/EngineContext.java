package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.EventSink;
import io.bentoform.api.engine.endpoint.Endpoints;
import io.bentoform.api.engine.endpoint.RouteTable;
import io.bentoform.api.gateway.DataPath;
import io.bentoform.api.scaling.Turn;

/** What the deployments of one engine share. */
record EngineContext(
    PodParts pods,
    ObjectWriter objects,
    ClusterView view,
    Records records,
    PodLogs logs,
    KeptLogs keptLogs,
    Endpoints endpoints,
    DataPath path,
    RouteTable routes,
    EventSink events,
    Turn turn) {

  KubernetesSettings settings() {
    return pods.settings();
  }
}
