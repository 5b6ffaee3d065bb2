package io.bentoform.api.bento;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An upload byte by byte, to be cut off or to stand still. */
record RawUpload(Socket socket) implements AutoCloseable {

  /** Sends the head of an upload of so many bytes. */
  static RawUpload begin(Push push, long length) throws IOException {
    URI address = push.server().request("/").build().uri();
    String url = "http://" + address.getAuthority();
    return begin(url, push.server().token(), push.path(), length);
  }

  static RawUpload begin(String url, String token, String path, long length) throws IOException {
    URI address = URI.create(url);
    Socket socket = new Socket(address.getHost(), address.getPort());
    RawUpload upload = new RawUpload(socket);
    upload.send(
        """
        PUT %s/upload HTTP/1.1\r
        Host: x\r
        X-YATAI-API-TOKEN: %s\r
        Content-Type: application/octet-stream\r
        Content-Length: %d\r
        \r
        """
            .formatted(path, token, length)
            .getBytes(StandardCharsets.US_ASCII));
    return upload;
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Nothing more comes, but the answer is read. */
  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Head and body of the answer, or nothing when the connection was closed without one. */
  String answer() throws IOException {
    byte[] first = socket.getInputStream().readNBytes(1);
    byte[] more = new byte[8192];
    int read = first.length == 0 ? -1 : socket.getInputStream().read(more);
    String rest = read < 0 ? "" : new String(more, 0, read, StandardCharsets.UTF_8);
    return new String(first, StandardCharsets.UTF_8) + rest;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
