package io.bentoform.api.access;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/** Lets {@link Access} decide about every request before any route is reached. */
public final class AccessFilter implements Filter {
  private final Access access;

  public AccessFilter(Access access) {
    this.access = access;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    access
        .admit(request.prologue(), request.headers())
        .ifPresent(principal -> request.context().register(principal));
    chain.proceed();
  }
}
