package io.bentoform.api.engine.local;

import io.bentoform.api.engine.EventSink;
import io.bentoform.api.engine.endpoint.RouteTable;
import io.bentoform.api.engine.local.content.ContentStore;
import io.bentoform.api.gateway.Gateway;

/** What the deployments of one engine share. */
record EngineContext(
    LocalSettings settings,
    EventSink events,
    Gateway gateway,
    RouteTable routes,
    ServiceSockets sockets,
    StateFolder state,
    ReplicaLogs logs,
    ContentStore contents,
    ReleasePreparer preparer,
    Launcher launcher) {}
