package io.bentoform.provider.plugin;

import io.bentoform.provider.proto.HealthGrpc;
import io.bentoform.provider.proto.HealthProto.HealthCheckRequest;
import io.bentoform.provider.proto.HealthProto.HealthCheckResponse;
import io.bentoform.provider.proto.HealthProto.HealthCheckResponse.ServingStatus;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** The standard gRPC health service for the service name that go-plugin checks. */
final class HealthService extends HealthGrpc.HealthImplBase {

  private static boolean isKnown(String service) {
    return service.isEmpty() || service.equals("plugin");
  }

  @Override
  public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
    if (!isKnown(request.getService())) {
      answer.onError(Status.NOT_FOUND.withDescription("unknown service").asRuntimeException());
      return;
    }
    answer.onNext(HealthCheckResponse.newBuilder().setStatus(ServingStatus.SERVING).build());
    answer.onCompleted();
  }

  @Override
  public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
    ServingStatus status =
        isKnown(request.getService()) ? ServingStatus.SERVING : ServingStatus.SERVICE_UNKNOWN;
    answer.onNext(HealthCheckResponse.newBuilder().setStatus(status).build());
  }
}
