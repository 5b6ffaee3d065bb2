package io.bentoform.provider.plugin;

import com.google.protobuf.Empty;
import io.bentoform.provider.proto.Broker;
import io.bentoform.provider.proto.GRPCBrokerGrpc;
import io.bentoform.provider.proto.GRPCStdioGrpc;
import io.bentoform.provider.proto.Stdio;
import io.grpc.stub.StreamObserver;

/**
 * go-plugin: two streams that the host opens at connect and on which nothing is ever sent. They end
 * with the connection.
 */
final class IdleStreams {

  private IdleStreams() {}

  /** Providers broker no further connections. */
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

  /** Logs go to standard error itself, so the stream of captured output stays empty. */
  static final class StdioService extends GRPCStdioGrpc.GRPCStdioImplBase {
    @Override
    public void streamStdio(Empty request, StreamObserver<Stdio.StdioData> answer) {}
  }
}
