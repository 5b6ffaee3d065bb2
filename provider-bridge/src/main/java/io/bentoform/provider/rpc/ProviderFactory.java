package io.bentoform.provider.rpc;

import io.bentoform.provider.log.Log;
import io.bentoform.provider.resource.Provider;
import java.util.Map;

/** Makes the provider for one host. */
@FunctionalInterface
public interface ProviderFactory {
  Provider create(Map<String, String> environment, Log log);
}
