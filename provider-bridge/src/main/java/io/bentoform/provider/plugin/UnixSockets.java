package io.bentoform.provider.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import javax.net.ServerSocketFactory;

/**
 * Sockets of the file system for a library that knows {@link ServerSocket} alone, which the JDK has
 * for TCP only. They have what an HTTP/2 server uses: bind, accept, both streams and close.
 */
final class UnixSockets extends ServerSocketFactory {

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new Listener(ServerSocketChannel.open(StandardProtocolFamily.UNIX));
  }

  @Override
  public ServerSocket createServerSocket(int port) {
    throw new UnsupportedOperationException("a socket of the file system has no port");
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) {
    return createServerSocket(port);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
    return createServerSocket(port);
  }

  private static final class Listener extends ServerSocket {
    private final ServerSocketChannel channel;

    Listener(ServerSocketChannel channel) throws IOException {
      this.channel = channel;
    }

    @Override
    public void bind(SocketAddress address) throws IOException {
      channel.bind(address);
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
      return address(channel::getLocalAddress);
    }

    @Override
    public Socket accept() throws IOException {
      return new Connection(channel.accept());
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static final class Connection extends Socket {
    private final SocketChannel channel;

    Connection(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public InputStream getInputStream() {
      return Channels.newInputStream(channel);
    }

    @Override
    public OutputStream getOutputStream() {
      return Channels.newOutputStream(channel);
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
      return address(channel::getLocalAddress);
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
      return address(channel::getRemoteAddress);
    }

    /** Nothing is delayed here. */
    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public boolean isClosed() {
      return !channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private interface Named {
    SocketAddress address() throws IOException;
  }

  private static SocketAddress address(Named socket) {
    try {
      return socket.address();
    } catch (IOException e) {
      throw new IllegalStateException("the socket is closed", e);
    }
  }
}
