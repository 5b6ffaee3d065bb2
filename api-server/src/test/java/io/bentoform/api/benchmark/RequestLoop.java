package io.bentoform.api.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that each ask the same on a connection of their own, one request after the other. The
 * responses are all of one length, so that a client reads no more than it must: it shares the
 * machine with what is measured.
 */
final class RequestLoop {
  /** Requests a second, and milliseconds within which half and 99 % of them were answered. */
  record Result(double perSecond, double p50, double p99) {}

  private RequestLoop() {}

  static Result run(int port, int clients, double seconds) throws InterruptedException {
    return run(port, "/", clients, seconds);
  }

  static Result run(int port, String path, int clients, double seconds)
      throws InterruptedException {
    byte[] request =
        "GET %s HTTP/1.1\r\nHost: benchmark\r\nAccept: */*\r\n\r\n"
            .formatted(path)
            .getBytes(StandardCharsets.US_ASCII);
    long end = System.nanoTime() + (long) (seconds * 1e9);
    List<Callable<long[]>> tasks = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      tasks.add(() -> times(port, request, end));
    }
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long[] all = new long[0];
      for (Future<long[]> each : threads.invokeAll(tasks)) {
        long[] some = each.get();
        long[] joined = Arrays.copyOf(all, all.length + some.length);
        System.arraycopy(some, 0, joined, all.length, some.length);
        all = joined;
      }
      double took = (System.nanoTime() - start) / 1e9;
      Arrays.sort(all);
      return new Result(
          all.length / took, all[all.length / 2] / 1e6, all[all.length * 99 / 100] / 1e6);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static long[] times(int port, byte[] request, long end) throws IOException {
    long[] times = new long[1024];
    int count = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      byte[] response = new byte[firstLength(socket, request)];
      for (long now = System.nanoTime(); now < end; ) {
        socket.getOutputStream().write(request);
        if (socket.getInputStream().readNBytes(response, 0, response.length) < response.length) {
          throw new EOFException("The connection was closed");
        }
        long answered = System.nanoTime();
        if (count == times.length) {
          times = Arrays.copyOf(times, count * 2);
        }
        times[count++] = answered - now;
        now = answered;
      }
    }
    return Arrays.copyOf(times, count);
  }

  private static int firstLength(Socket socket, byte[] request) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(request);
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("The connection was closed");
      }
      head.append((char) next);
    }
    String text = head.toString().toLowerCase(Locale.ROOT);
    if (!text.startsWith("http/1.1 200")) {
      throw new IOException("No good answer: " + head);
    }
    String length = text.split("content-length: ", 2)[1].split("\r", 2)[0];
    int body = Integer.parseInt(length);
    in.readNBytes(body);
    return head.length() + body;
  }
}
