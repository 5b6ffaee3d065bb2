package io.bentoform.provider.plugin;

import com.google.protobuf.Empty;
import io.bentoform.provider.proto.Broker;
import io.bentoform.provider.proto.GRPCBrokerGrpc;
import io.bentoform.provider.proto.GRPCStdioGrpc;
import io.bentoform.provider.proto.Stdio;
import io.grpc.stub.StreamObserver;

/**
 * The two go-plugin streams that the host opens on connect and that stay idle until the connection
 * closes.
 */
final class IdleStreams {

  private IdleStreams() {}

  /** The broker service: providers never open additional connections. */
  static final class BrokerService extends GRPCBrokerGrpc.GRPCBrokerImplBase {
    @Override
    public StreamObserver<Broker.ConnInfo> startStream(StreamObserver<Broker.ConnInfo> answer) {
      return new StreamObserver<>() {
        @Override
        public void onNext(Broker.ConnInfo ignored) {}

        @Override
        public void onError(Throwable ignored) {}

        @Override
        public void onCompleted() {
          answer.onCompleted();
        }
      };
    }
  }

  /** The stdio service: logs go directly to standard error, so the stream stays empty. */
  static final class StdioService extends GRPCStdioGrpc.GRPCStdioImplBase {
    @Override
    public void streamStdio(Empty request, StreamObserver<Stdio.StdioData> answer) {}
  }
}
