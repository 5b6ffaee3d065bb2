package io.bentoform.provider.plugin;

import io.bentoform.provider.proto.Controller;
import io.bentoform.provider.proto.GRPCControllerGrpc;
import io.grpc.stub.StreamObserver;

/** go-plugin's controller service: the host asks the process to shut down. */
final class ControllerService extends GRPCControllerGrpc.GRPCControllerImplBase {

  private final Runnable onShutdown;

  ControllerService(Runnable onShutdown) {
    this.onShutdown = onShutdown;
  }

  @Override
  public void shutdown(Controller.Empty request, StreamObserver<Controller.Empty> answer) {
    answer.onNext(Controller.Empty.getDefaultInstance());
    answer.onCompleted();
    onShutdown.run();
  }
}
