package io.bentoform.api.gateway;

import io.vertx.core.net.NetSocket;

/** Two connections, each of which gets what the other sends, until one of them ends. */
final class Tunnel {
  private final NetSocket client;
  private final NetSocket replica;
  private final Runnable ended;
  private boolean over;

  Tunnel(NetSocket client, NetSocket replica, Runnable ended) {
    this.client = client;
    this.replica = replica;
    this.ended = ended;
  }

  void start() {
    client.closeHandler(closed -> end());
    replica.closeHandler(closed -> end());
    client.exceptionHandler(failure -> end());
    replica.exceptionHandler(failure -> end());
    new Transfer(client, replica, Transfer.UNKNOWN_LENGTH, new Transfer.Progress() {}).start();
    new Transfer(replica, client, Transfer.UNKNOWN_LENGTH, new Transfer.Progress() {}).start();
  }

  private void end() {
    if (!over) {
      over = true;
      client.close();
      replica.close();
      ended.run();
    }
  }
}
