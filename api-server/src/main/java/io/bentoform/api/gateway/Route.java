package io.bentoform.api.gateway;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

public record Route(
    String deployment,
    String name,
    String service,
    Listener listener,
    boolean isProtected,
    Waiting waiting,
    Duration timeout,
    OptionalInt concurrency,
    Choice choice,
    List<Version> versions) {}
