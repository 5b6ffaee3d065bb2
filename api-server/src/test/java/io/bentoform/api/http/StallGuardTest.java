package io.bentoform.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Clients that stand still, on real connections read by virtual threads as the server's are. */
class StallGuardTest {

  private static <T> T onVirtualThread(Callable<T> work) throws Exception {
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      return thread.submit(work).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** What ends a read of a peer that sends so many bytes a pause. */
  private static String endOfReading(int bytesAtOnce, Duration pause) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket accepted = listener.accept()) {
      Thread sender = Thread.ofVirtual().start(() -> drip(client, bytesAtOnce, pause));
      try {
        return onVirtualThread(() -> read(accepted));
      } finally {
        sender.interrupt();
        sender.join();
      }
    }
  }

  private static void drip(Socket socket, int bytes, Duration pause) {
    try {
      for (int i = 0; i < 20; i++) {
        socket.getOutputStream().write(new byte[bytes]);
        Thread.sleep(pause);
      }
      socket.shutdownOutput();
    } catch (IOException | InterruptedException e) {
      // The test is over.
    }
  }

  private static String read(Socket socket) throws IOException {
    String end = "read to the end";
    try (StallGuard guard = new StallGuard(Duration.ofSeconds(1))) {
      guard.watching(socket.getInputStream()).transferTo(OutputStream.nullOutputStream());
    } catch (SocketException e) {
      end = "closed";
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    return end;
  }

  @Test
  void a_peer_that_stands_still_is_cut_off() throws Exception {
    assertThat(endOfReading(100, Duration.ofSeconds(30))).isEqualTo("closed");
  }

  @Test
  void a_peer_that_only_drips_is_cut_off() throws Exception {
    assertThat(endOfReading(10, Duration.ofMillis(200))).isEqualTo("closed");
  }

  @Test
  void a_peer_that_is_slow_but_goes_on_is_not() throws Exception {
    assertThat(endOfReading(2000, Duration.ofMillis(150))).isEqualTo("read to the end");
  }
}
