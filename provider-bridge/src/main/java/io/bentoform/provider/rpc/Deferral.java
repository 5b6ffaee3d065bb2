package io.bentoform.provider.rpc;

import io.bentoform.provider.proto.TfPlugin6.ClientCapabilities;
import io.bentoform.provider.proto.TfPlugin6.Deferred;
import java.util.Optional;

/** Defers a call until the provider configuration is known, if the host supports it. */
final class Deferral {

  private Deferral() {}

  /**
   * The deferral of a response; empty when the provider is ready or the host does not support
   * deferral.
   */
  static Optional<Deferred> of(Host host, ClientCapabilities client) {
    return host.provider().isReady() || !client.getDeferralAllowed()
        ? Optional.empty()
        : Optional.of(
            Deferred.newBuilder().setReason(Deferred.Reason.PROVIDER_CONFIG_UNKNOWN).build());
  }
}
