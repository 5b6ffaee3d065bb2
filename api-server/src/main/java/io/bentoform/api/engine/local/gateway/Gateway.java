package io.bentoform.api.engine.local.gateway;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.gateway.EndpointGuard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The stable address of one deployment: passes each request on to the next of its ready replicas.
 * Every request gets a connection of its own to a replica. So a replica can be removed as soon as
 * its last request has been answered, and a malformed request affects only its sender.
 */
public final class Gateway implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Gateway.class.getName());
  private static final Duration ACCEPT_ENDS = Duration.ofSeconds(5);

  private final ServerSocket listener;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();
  private final EndpointGuard guard;
  private final Thread accepting;
  private volatile List<Backend> backends = List.of();
  private volatile boolean guarded;

  private Gateway(ServerSocket listener, EndpointGuard guard) {
    this.listener = listener;
    this.guard = guard;
    this.accepting =
        Thread.ofVirtual().name("gateway-" + listener.getLocalPort()).unstarted(this::accept);
  }

  /**
   * Listens from now on.
   *
   * @param port 0 for any that is free
   * @param guard checks each request after {@code protect(true)}
   */
  public static Gateway open(InetAddress address, int port, EndpointGuard guard)
      throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(address, port), 1024);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    Gateway gateway = new Gateway(listener, guard);
    gateway.accepting.start();
    return gateway;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Whether requests need a token from now on. */
  public void protect(boolean needed) {
    guarded = needed;
  }

  boolean isProtected() {
    return guarded;
  }

  /** Whether this token, or none, opens a protected endpoint. */
  boolean allows(Optional<Hidden> token) {
    return token.map(guard::allows).orElse(false);
  }

  /** New requests go to these alone from now on; those in flight are finished where they are. */
  public void route(List<Backend> ready) {
    backends = List.copyOf(ready);
  }

  /** A replica that accepts a connection, with that connection. */
  record Connection(Backend backend, Socket socket) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      backend.leave();
      socket.close();
    }
  }

  /**
   * A connection to the next replica in turn that accepts one; null when none does. Replicas that
   * all leave while it tries have others in their place: it goes on with these.
   */
  @Nullable Connection connect() {
    List<Backend> tried = List.of();
    List<Backend> ready = backends;
    while (ready != tried) {
      Connection connection = connect(ready);
      if (connection != null) {
        return connection;
      }
      tried = ready;
      ready = backends;
    }
    return null;
  }

  private @Nullable Connection connect(List<Backend> ready) {
    int first = turn.getAndIncrement();
    for (int i = 0; i < ready.size(); i++) {
      Backend backend = ready.get(Math.floorMod(first + i, ready.size()));
      try {
        return new Connection(backend, backend.enter());
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "A replica accepts no connection: {0}", e);
      }
    }
    return null;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        clients.add(client);
        Thread.ofVirtual().name("client-of-" + port()).start(() -> serve(client));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          LOG.log(System.Logger.Level.WARNING, "A connection could not be accepted", e);
          pause();
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      if (!listener.isClosed()) {
        new ClientConnection(client, this).run();
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A connection ended: {0}", e);
    } finally {
      clients.remove(client);
    }
  }

  /** Without free file handles, an immediate retry would only waste CPU. */
  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all connections. The port is free when this returns. */
  @Override
  public void close() {
    backends = List.of();
    try {
      listener.close();
      for (Socket client : clients) {
        client.close();
      }
      // The system frees the port only when the thread that waits on it has woken.
      accepting.join(ACCEPT_ENDS);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "Closing a gateway: {0}", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
