package io.bentoform.provider.rpc;

import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.plugin.Session;
import io.bentoform.provider.proto.TfPlugin6;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Binds each RPC of a service to its handler. A call looks up the host of its connection and runs
 * the handler. Every exception becomes a diagnostic, so that no call fails with a bare gRPC status
 * and no exception message can leak a value.
 */
final class Calls {

  private final ServerServiceDefinition.Builder service;
  private final ProviderFactory factory;

  Calls(String service, ProviderFactory factory) {
    this.service = ServerServiceDefinition.builder(service);
    this.factory = factory;
  }

  /** Handles a call that is answered by a stream of events. */
  interface Streaming<Q, E> {
    void handle(Host host, Q request, Events<E> events);
  }

  /** The events of one call. */
  interface Events<E> {
    /** Sends an event; false when the host does not want more of them. */
    boolean send(E event);
  }

  /** Binds an RPC whose answer to a failure depends on its request. */
  <Q, A> void unary(
      MethodDescriptor<Q, A> method,
      BiFunction<Host, Q, A> handler,
      BiFunction<Q, List<TfPlugin6.Diagnostic>, A> failure) {
    service.addMethod(
        method,
        ServerCalls.asyncUnaryCall(
            (Q request, StreamObserver<A> out) ->
                run(
                    name(method),
                    out,
                    host -> out.onNext(handler.apply(host, request)),
                    found -> out.onNext(failure.apply(request, found)))));
  }

  <Q, A> void unary(
      MethodDescriptor<Q, A> method,
      BiFunction<Host, Q, A> handler,
      Function<List<TfPlugin6.Diagnostic>, A> failure) {
    unary(method, handler, (request, found) -> failure.apply(found));
  }

  /** Binds an RPC with a stream of events, the last of which tells of a failure. */
  <Q, E> void streaming(
      MethodDescriptor<Q, E> method,
      Streaming<Q, E> handler,
      Function<List<TfPlugin6.Diagnostic>, E> failure) {
    service.addMethod(
        method,
        ServerCalls.asyncServerStreamingCall(
            (Q request, StreamObserver<E> out) ->
                run(
                    name(method),
                    out,
                    host -> handler.handle(host, request, event -> send(out, event)),
                    found -> send(out, failure.apply(found)))));
  }

  private static String name(MethodDescriptor<?, ?> method) {
    return Objects.requireNonNull(method.getBareMethodName());
  }

  private static <E> boolean send(StreamObserver<E> out, E event) {
    boolean wanted = !(out instanceof ServerCallStreamObserver<E> call && call.isCancelled());
    if (wanted) {
      out.onNext(event);
    }
    return wanted;
  }

  private interface Handler {
    void handle(Host host);
  }

  private interface Failure {
    void send(List<TfPlugin6.Diagnostic> found);
  }

  private <A> void run(String call, StreamObserver<A> out, Handler handler, Failure failure) {
    Session session = Session.current();
    session.callStarted();
    try {
      long start = System.nanoTime();
      try {
        handler.handle(session.attachment(Host.class, each -> new Host(each, factory)));
      } catch (DiagnosticException e) {
        failure.send(DiagnosticWire.encode(e.diagnostics()));
      } catch (Throwable e) {
        failure.send(DiagnosticWire.encode(List.of(Fault.describe(session.log(), call, e))));
      }
      trace(session.log(), call, start);
      out.onCompleted();
    } finally {
      session.callEnded();
    }
  }

  private static void trace(Log log, String call, long start) {
    if (log.isOn(Log.Level.DEBUG)) {
      long milliseconds = (System.nanoTime() - start) / 1_000_000;
      log.debug(
          "call completed", "tf_rpc", call, "tf_req_duration_ms", Long.toString(milliseconds));
    }
  }

  ServerServiceDefinition bound() {
    return service.build();
  }
}
