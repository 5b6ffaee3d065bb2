package io.bentoform.provider.plugin;

import io.bentoform.provider.log.Log;
import io.bentoform.provider.proto.ProviderGrpc;
import io.grpc.BindableService;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** A provider without a process: each connection has a session of its own, as a process would. */
public final class InProcessProvider implements AutoCloseable {

  private final String name = InProcessServerBuilder.generateName();
  private final Server server;

  public InProcessProvider(BindableService provider, Log log) {
    Connections connections = new Connections(() -> new Session(Map.of(), Path.of(""), log));
    try {
      server =
          InProcessServerBuilder.forName(name)
              .directExecutor()
              .addService(provider)
              .addTransportFilter(connections)
              .intercept(connections)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One connection, which ends when it is closed. */
  public static final class Connection implements AutoCloseable {

    private final ManagedChannel channel;
    private final ProviderGrpc.ProviderBlockingStub stub;

    private Connection(ManagedChannel channel) {
      this.channel = channel;
      this.stub = ProviderGrpc.newBlockingStub(channel);
    }

    public ProviderGrpc.ProviderBlockingStub stub() {
      return stub;
    }

    @Override
    public void close() {
      channel.shutdownNow();
    }
  }

  /**
   * Connects as a host does for one phase.
   *
   * @param watching see each answer
   */
  public Connection connect(ClientInterceptor... watching) {
    return new Connection(
        InProcessChannelBuilder.forName(name).directExecutor().intercept(watching).build());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
