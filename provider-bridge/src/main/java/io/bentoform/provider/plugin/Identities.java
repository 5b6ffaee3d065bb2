package io.bentoform.provider.plugin;

import java.security.GeneralSecurityException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Keys and certificates for hosts, each for one host alone; some are made before a host comes. */
final class Identities {

  /** What a {@code terraform apply} takes: the provider is started three times. */
  private static final int SPARE = 3;

  private final Queue<TlsIdentity> spare = new ConcurrentLinkedQueue<>();

  /** One that no other host gets; made on a thread of its own when none is in store. */
  Future<TlsIdentity> next() {
    TlsIdentity made = spare.poll();
    if (made != null) {
      return CompletableFuture.completedFuture(made);
    }
    FutureTask<TlsIdentity> making = new FutureTask<>(TlsIdentity::create);
    Thread.ofPlatform().daemon().name("identity").start(making);
    return making;
  }

  /** Fills the store. */
  void prepare() throws GeneralSecurityException {
    while (spare.size() < SPARE) {
      spare.add(TlsIdentity.create());
    }
  }
}
