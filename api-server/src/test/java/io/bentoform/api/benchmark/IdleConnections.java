package io.bentoform.api.benchmark;

import io.bentoform.api.engine.local.process.Ports;
import io.bentoform.api.gateway.Nginx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds many connections open to the gateway, of which each had one answer, and measures what that
 * costs memory and another client: {@code api-server/benchmark idle}. Ends with 1 when one of them
 * was closed or gets no second answer.
 */
public final class IdleConnections {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: idle\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final double SECONDS = 3;

  private IdleConnections() {}

  /** Arguments: how many connections. */
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    int upstream = Ports.free();
    int port = Ports.free();
    List<Socket> idle = new ArrayList<>();
    try (Nginx _ =
            Nginx.start(
                GatewayBenchmark.TRIVIAL.formatted(GatewayBenchmark.HOST, upstream), 1, upstream);
        GatewayProcess gateway = GatewayProcess.start(port, upstream)) {
      RequestLoop.run(port, 16, SECONDS);
      print("no idle connection", gateway, RequestLoop.run(port, 1, SECONDS));
      for (int i = 0; i < count; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        idle.add(socket);
        ask(socket);
      }
      print("%,d of them".formatted(count), gateway, RequestLoop.run(port, 1, SECONDS));
      for (Socket each : idle) {
        ask(each);
      }
      System.out.println("All of them are answered again.");
    } finally {
      for (Socket each : idle) {
        each.close();
      }
    }
  }

  private static void ask(Socket socket) throws IOException {
    socket.getOutputStream().write(REQUEST);
    byte[] answer = new byte[12];
    int read = socket.getInputStream().readNBytes(answer, 0, answer.length);
    if (!new String(answer, 0, read, StandardCharsets.US_ASCII).equals("HTTP/1.1 200")) {
      throw new IOException("A connection is not answered any more");
    }
    socket.getInputStream().skipNBytes(socket.getInputStream().available());
  }

  private static void print(String what, GatewayProcess gateway, RequestLoop.Result result)
      throws IOException {
    String resident =
        Files.readAllLines(Path.of("/proc", Long.toString(gateway.pid()), "status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .map(line -> line.substring(6).strip())
            .findFirst()
            .orElse("?");
    System.out.printf(
        "%-20s memory %12s; one client: %6.0f a second, p50 %.2f ms, p99 %.2f ms%n",
        what, resident, result.perSecond(), result.p50(), result.p99());
  }
}
