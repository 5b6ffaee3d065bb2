package io.bentoform.api.gateway;

public interface Demand {
  void awake(String deployment, String service, String version);
}
