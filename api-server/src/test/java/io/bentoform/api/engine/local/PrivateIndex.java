package io.bentoform.api.engine.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A package index on loopback that has one package and wants a password (PEP 503). */
public final class PrivateIndex implements AutoCloseable {
  public static final String REQUIREMENT = "bentoform-private==1.0";
  private static final String WHEEL = "bentoform_private-1.0-py3-none-any.whl";

  private final HttpServer server;
  private volatile String password;
  private final AtomicInteger lookUps = new AtomicInteger();

  public PrivateIndex(String password) throws IOException {
    this.password = password;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** The address with a password, as it stands in a secret. */
  public String url(String of) {
    return "http://user:" + of + "@127.0.0.1:" + server.getAddress().getPort() + "/simple";
  }

  void change(String newPassword) {
    password = newPassword;
  }

  /** How often the package was asked for with the right password. */
  public int lookUps() {
    return lookUps.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String wanted =
          "Basic "
              + Base64.getEncoder()
                  .encodeToString(("user:" + password).getBytes(StandardCharsets.UTF_8));
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      if (!wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"private\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      String path = exchange.getRequestURI().getPath();
      if (path.endsWith(WHEEL)) {
        send(exchange, "application/octet-stream", wheel());
      } else if (path.equals("/simple/bentoform-private/")) {
        lookUps.incrementAndGet();
        String page = "<a href=\"/files/" + WHEEL + "\">" + WHEEL + "</a>";
        send(exchange, "text/html", page.getBytes(StandardCharsets.UTF_8));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(200, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] wheel() throws IOException {
    String info = "bentoform_private-1.0.dist-info/";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      Map<String, String> files =
          Map.of(
              "bentoform_private.py",
              "MADE = True\n",
              info + "METADATA",
              "Metadata-Version: 2.1\nName: bentoform-private\nVersion: 1.0\n",
              info + "WHEEL",
              "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
              info + "RECORD",
              "bentoform_private.py,,\n" + info + "METADATA,,\n" + info + "WHEEL,,\n");
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
