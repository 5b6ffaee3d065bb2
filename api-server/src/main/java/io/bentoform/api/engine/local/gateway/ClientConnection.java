package io.bentoform.api.engine.local.gateway;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One client of a gateway: its requests one after the other, then perhaps a WebSocket. */
final class ClientConnection {
  private static final System.Logger LOG = System.getLogger(ClientConnection.class.getName());
  private static final int HEAD_TIMEOUT_MS = 75_000;
  private static final int BODY_TIMEOUT_MS = 300_000;
  private static final Duration UPLOAD_PATIENCE = Duration.ofMillis(500);
  private static final int LINGER_MS = 500;
  private static final int LINGER_BYTES = 1 << 20;
  private static final int SWITCHING_PROTOCOLS = 101;

  private final Socket client;
  private final Gateway gateway;
  private final InputStream in;
  private final OutputStream out;

  ClientConnection(Socket client, Gateway gateway) throws IOException {
    this.client = client;
    this.gateway = gateway;
    client.setTcpNoDelay(true);
    this.in = new BufferedInputStream(client.getInputStream(), 16 * 1024);
    this.out = new BufferedOutputStream(client.getOutputStream(), 16 * 1024);
  }

  /** Returns when the connection has no further use; the caller closes it. */
  void run() throws IOException {
    boolean open = true;
    while (open) {
      client.setSoTimeout(HEAD_TIMEOUT_MS);
      try {
        MessageHead request = MessageHead.read(in);
        open = request != null && authorize(request);
      } catch (MessageHead.Malformed e) {
        refuse("400 Bad Request", "", "The request cannot be read: " + e.getMessage());
        return;
      }
    }
  }

  /** Passes a request on if its token is good; false when the connection must end after it. */
  private boolean authorize(MessageHead request) throws IOException {
    // Read once: a token that was checked is never forwarded, whatever changes meanwhile.
    boolean isProtected = gateway.isProtected();
    boolean admitted;
    try {
      admitted = !isProtected || gateway.allows(request.token());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "A token could not be checked", e);
      refuse(
          "503 Service Unavailable",
          "Retry-After: 1\r\n",
          "The token cannot be checked now. Try again.");
      return false;
    }
    if (admitted) {
      return pass(request.withoutTokens(isProtected));
    }
    refuse(
        "401 Unauthorized",
        "WWW-Authenticate: Bearer\r\n",
        "This endpoint needs an API token with access to protected endpoints, sent as"
            + " Authorization: Bearer TOKEN.");
    return false;
  }

  /** Passes one request on and its response back; false when the connection must end after it. */
  private boolean pass(MessageHead request) throws IOException {
    MessageBody body = request.body(MessageBody.Sized.NONE);
    client.setSoTimeout(BODY_TIMEOUT_MS);
    boolean answered = false;
    try (Gateway.Connection connection = gateway.connect()) {
      if (connection == null) {
        refuse(
            "503 Service Unavailable",
            "Retry-After: 1\r\n",
            "No replica of this deployment is ready. Try again later.");
        return false;
      }
      try {
        Exchange exchange = new Exchange(request, body, connection.socket());
        MessageHead response = exchange.head();
        if (response != null) {
          answered = true;
          return exchange.finish(response);
        }
      } catch (IOException e) {
        if (answered) {
          throw e;
        }
      }
      refuse("502 Bad Gateway", "", "The replica ended before it answered.");
      return false;
    }
  }

  private void refuse(String status, String fields, String text) throws IOException {
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n%s%s\r\n\r\n"
            .formatted(status, body.length, fields, "Connection: close");
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
    linger();
  }

  /**
   * Closing with unread input would reset the connection, and the client might not see the text.
   */
  private void linger() throws IOException {
    client.shutdownOutput();
    client.setSoTimeout(LINGER_MS);
    byte[] rest = new byte[16 * 1024];
    int left = LINGER_BYTES;
    for (int read = in.read(rest); read >= 0 && left > 0; read = in.read(rest)) {
      left -= read;
    }
  }

  /** One request and its response. */
  private final class Exchange {
    private final MessageHead request;
    private final Socket replica;
    private final InputStream fromReplica;
    private final OutputStream toReplica;
    private final Thread upload;
    private final AtomicReference<@Nullable IOException> uploadFailure = new AtomicReference<>();

    /** Sends the head at once and the body beside the response: either may come first. */
    Exchange(MessageHead request, MessageBody body, Socket replica) throws IOException {
      this.request = request;
      this.replica = replica;
      this.fromReplica = new BufferedInputStream(replica.getInputStream(), 16 * 1024);
      this.toReplica = new BufferedOutputStream(replica.getOutputStream(), 16 * 1024);
      boolean upgrade = request.wantsWebSocket();
      toReplica.write(request.forwarded(upgrade ? "Upgrade" : "close", upgrade));
      toReplica.flush();
      this.upload = Thread.ofVirtual().name("upload").start(() -> upload(body));
    }

    private void upload(MessageBody body) {
      try {
        body.relay(in, toReplica);
      } catch (IOException e) {
        uploadFailure.set(e);
        endOfUpload();
      }
    }

    /** Tells the replica that nothing more comes, and still lets it answer. */
    private void endOfUpload() {
      try {
        replica.shutdownOutput();
      } catch (IOException e) {
        uploadFailure.compareAndSet(null, e);
      }
    }

    /** The final response head, after the interim ones; null when the replica sent none. */
    @Nullable MessageHead head() throws IOException {
      MessageHead response = MessageHead.read(fromReplica);
      while (response != null
          && response.status() < 200
          && response.status() != SWITCHING_PROTOCOLS) {
        out.write(response.forwarded("keep-alive", false));
        out.flush();
        response = MessageHead.read(fromReplica);
      }
      return response;
    }

    boolean finish(MessageHead response) throws IOException {
      if (response.status() == SWITCHING_PROTOCOLS) {
        out.write(response.forwarded("Upgrade", true));
        out.flush();
        relayBothWays();
        return false;
      }
      MessageBody body =
          hasNoBody(response)
              ? MessageBody.Sized.NONE
              : response.body(new MessageBody.UntilClose());
      boolean keep = body.delimited() && !request.wantsClose() && !request.isHttp10();
      out.write(response.forwarded(keep ? "keep-alive" : "close", false));
      body.relay(fromReplica, out);
      out.flush();
      return uploaded() && keep;
    }

    private boolean hasNoBody(MessageHead response) throws MessageHead.Malformed {
      return request.method().equals("HEAD")
          || response.status() == 204
          || response.status() == 304;
    }

    /** A replica that answered early does not need the rest of the body, which is discarded. */
    private boolean uploaded() throws IOException {
      try {
        if (upload.join(UPLOAD_PATIENCE)) {
          return uploadFailure.get() == null;
        }
        closeQuietly();
        upload.join(UPLOAD_PATIENCE);
        linger();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return false;
    }

    private void relayBothWays() throws IOException {
      client.setSoTimeout(0);
      Thread up =
          Thread.ofVirtual()
              .name("websocket")
              .start(
                  () -> {
                    upload(new MessageBody.UntilClose());
                    closeQuietly();
                  });
      try {
        new MessageBody.UntilClose().relay(fromReplica, out);
      } finally {
        closeQuietly();
        client.close();
        up.interrupt();
      }
    }

    private void closeQuietly() {
      try {
        replica.close();
      } catch (IOException e) {
        uploadFailure.compareAndSet(null, e);
      }
    }
  }
}
