package io.bentoform.provider.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Looks for a canary in all that the provider gives away: answers as they are on the wire, with
 * states, plans, private parts and diagnostics, and its log.
 */
final class CanaryWatch implements ClientInterceptor {

  private final String canary;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private volatile String found = "";

  CanaryWatch(String canary) {
    this.canary = canary;
  }

  /** Where the provider is to write its log. */
  PrintStream log() {
    return new PrintStream(log, true, StandardCharsets.UTF_8);
  }

  void assertNothingFound() {
    assertThat(found).as("the call whose answer holds a value").isEmpty();
    boolean logged = log.toString(StandardCharsets.UTF_8).contains(canary);
    assertThat(logged).as("the log holds a value").isFalse();
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onMessage(A answer) {
                search(method.getFullMethodName(), (MessageLite) answer);
                super.onMessage(answer);
              }
            },
            headers);
      }
    };
  }

  private void search(String call, MessageLite answer) {
    if (new String(answer.toByteArray(), StandardCharsets.ISO_8859_1).contains(canary)) {
      found = call;
    }
  }
}
