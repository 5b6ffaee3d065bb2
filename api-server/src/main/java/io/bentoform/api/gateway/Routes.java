package io.bentoform.api.gateway;

import java.util.List;

public record Routes(long version, List<Route> routes) {}
