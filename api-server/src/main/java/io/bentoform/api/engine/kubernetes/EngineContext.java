package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.EventSink;
import io.bentoform.api.engine.endpoint.Endpoints;
import io.bentoform.api.engine.endpoint.RouteTable;
import io.bentoform.api.gateway.DataPath;

/** What the deployments of one engine share. */
record EngineContext(
    KubernetesSettings settings,
    Downloads downloads,
    SharedFiles files,
    ObjectWriter objects,
    ClusterView view,
    Records records,
    PodLogs logs,
    KeptLogs keptLogs,
    Endpoints endpoints,
    CallAddress calls,
    DataPath path,
    RouteTable routes,
    EventSink events) {}
