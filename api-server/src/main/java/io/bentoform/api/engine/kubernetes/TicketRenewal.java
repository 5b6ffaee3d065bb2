package io.bentoform.api.engine.kubernetes;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Renews the tickets of all Deployments again and again, well before they end. */
final class TicketRenewal implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TicketRenewal.class.getName());

  /** Tickets hold for a day; this leaves time for a server that is away. */
  private static final Duration PERIOD = Duration.ofHours(2);

  private final EngineContext context;
  private final Tickets tickets;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Does nothing before {@link #start}. */
  TicketRenewal(EngineContext context) {
    this.context = context;
    this.tickets = new Tickets(context.pods().downloads());
  }

  void start() {
    Thread.ofVirtual().name("ticket-renewal").start(this::run);
  }

  private void run() {
    try {
      do {
        context.view().deployments().forEach(this::renew);
      } while (!closed.await(PERIOD.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What fails with one is tried again, and concerns no other. */
  private void renew(Deployment deployment) {
    if (closed.getCount() == 0) {
      return;
    }
    try {
      tickets.renewed(deployment).ifPresent(context.objects()::applyTickets);
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The tickets of %s are not renewed now: %s"
              .formatted(deployment.getMetadata().getName(), e.getMessage()));
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
