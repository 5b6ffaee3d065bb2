package io.bentoform.provider.rpc;

import io.bentoform.provider.proto.TfPlugin6.ClientCapabilities;
import io.bentoform.provider.proto.TfPlugin6.Deferred;
import java.util.Optional;

/** Asks a host to come again when the provider's configuration is known, if the host can. */
final class Deferral {

  private Deferral() {}

  /** The deferral of an answer; nothing when the provider is ready, or the host cannot wait. */
  static Optional<Deferred> of(Host host, ClientCapabilities client) {
    return host.provider().isReady() || !client.getDeferralAllowed()
        ? Optional.empty()
        : Optional.of(
            Deferred.newBuilder().setReason(Deferred.Reason.PROVIDER_CONFIG_UNKNOWN).build());
  }
}
