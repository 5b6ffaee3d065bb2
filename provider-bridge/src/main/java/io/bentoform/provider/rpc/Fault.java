package io.bentoform.provider.rpc;

import io.bentoform.provider.cty.CodecException;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.log.Log;

/** An unexpected exception in the provider itself. */
final class Fault {

  private static final int LOGGED_FRAMES = 20;

  private Fault() {}

  /** Logs the stack trace without the exception message, which could contain a secret value. */
  static Diagnostic describe(Log log, String call, Throwable fault) {
    StringBuilder frames = new StringBuilder();
    StackTraceElement[] trace = fault.getStackTrace();
    for (int i = 0; i < Math.min(LOGGED_FRAMES, trace.length); i++) {
      frames.append(i == 0 ? "" : " < ").append(trace[i]);
    }
    log.error(
        "unhandled exception",
        "tf_rpc",
        call,
        "error",
        fault.getClass().getName(),
        "frames",
        frames.toString());
    if (fault instanceof CodecException) {
      return Diagnostic.error(
          "Unreadable value",
          "A value in " + call + " is not one of the schema: " + fault.getMessage() + ".");
    }
    return Diagnostic.error(
        "Internal error in the provider",
        "The provider failed in "
            + call
            + " with "
            + fault.getClass().getSimpleName()
            + ". This is a bug in the provider: run again with TF_LOG_PROVIDER=ERROR and report the"
            + " log line \"unhandled exception\".");
  }
}
