package io.bentoform.api.engine.local;

/** What the deployments of one engine share. */
record Workplace(
    LocalSettings settings,
    StateFolder state,
    ReplicaLogs logs,
    ContentStore contents,
    Workshop workshop,
    Launcher launcher) {}
