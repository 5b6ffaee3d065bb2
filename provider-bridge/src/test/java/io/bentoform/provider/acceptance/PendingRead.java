package io.bentoform.provider.acceptance;

import com.google.protobuf.ByteString;
import io.bentoform.provider.build.PluginHost;
import io.bentoform.provider.proto.TfPlugin6;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The read of an object, which goes on until the API answers. */
final class PendingRead {

  private final CompletableFuture<TfPlugin6.ReadResource.Response> answer;

  private PendingRead(CompletableFuture<TfPlugin6.ReadResource.Response> answer) {
    this.answer = answer;
  }

  static PendingRead begin(PluginHost host) {
    TfPlugin6.DynamicValue state =
        TfPlugin6.DynamicValue.newBuilder()
            .setMsgpack(
                host.provider()
                    .upgradeResourceState(
                        TfPlugin6.UpgradeResourceState.Request.newBuilder()
                            .setTypeName("bentocloud_secret")
                            .setRawState(
                                TfPlugin6.RawState.newBuilder()
                                    .setJson(
                                        ByteString.copyFromUtf8(
                                            "{\"name\":\"s\",\"cluster\":\"default\"}")))
                            .build())
                    .getUpgradedState()
                    .getMsgpack())
            .build();
    TfPlugin6.ReadResource.Request request =
        TfPlugin6.ReadResource.Request.newBuilder()
            .setTypeName("bentocloud_secret")
            .setCurrentState(state)
            .build();
    CompletableFuture<TfPlugin6.ReadResource.Response> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.complete(host.provider().readResource(request));
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    return new PendingRead(answer);
  }

  boolean isDone() {
    return answer.isDone();
  }

  boolean isFailed() {
    return answer.isCompletedExceptionally();
  }

  /** Of the first problem; empty when there is none. */
  String summary() throws InterruptedException, ExecutionException {
    TfPlugin6.ReadResource.Response response = answer.get();
    return response.getDiagnosticsCount() == 0 ? "" : response.getDiagnostics(0).getSummary();
  }
}
