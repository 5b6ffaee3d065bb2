package io.bentoform.api.engine.local;

/** What the deployments of one engine share. */
record Workplace(
    LocalSettings settings,
    StateFolder state,
    ReplicaLogs logs,
    BentoStore bentos,
    Workshop workshop,
    Launcher launcher) {}
