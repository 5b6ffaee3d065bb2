package io.bentoform.provider.plugin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place for one launcher at a time. It claims the slot by making the file {@code N.claim}, writes
 * "its process id, how long to stay" into the FIFO {@code N.in} and reads the answers from {@code
 * N.out}, each with its process id before it: {@code serving HANDSHAKE-LINE}, then {@code ended
 * CODE}; or {@code refused}. It keeps {@code N.in} open, so that the end of that FIFO is the end of
 * the launcher; its own end is that of {@code N.out}.
 */
final class WarmSlot implements Runnable {

  private static final int REQUEST_BYTES = 256;

  private final WarmProcess process;
  private final Path in;
  private final Path out;
  private final Path claim;
  private final Hosts hosts;

  WarmSlot(WarmProcess process, Path folder, int number, Hosts hosts) {
    this.process = process;
    this.in = folder.resolve(number + ".in");
    this.out = folder.resolve(number + ".out");
    this.claim = folder.resolve(number + ".claim");
    this.hosts = hosts;
  }

  @Override
  public void run() {
    try {
      while (true) {
        try (InputStream launcher = new FileInputStream(in.toFile())) {
          request(launcher);
          awaitEnd(launcher);
        }
        discardAnswers();
        Files.deleteIfExists(claim);
      }
    } catch (IOException e) {
      // The folder is gone, so no launcher can come; the process ends when its hosts are gone.
    }
  }

  private void request(InputStream launcher) throws IOException {
    byte[] request = new byte[REQUEST_BYTES];
    int length = launcher.read(request);
    String[] words = new String(request, 0, Math.max(0, length), US_ASCII).strip().split(" ", -1);
    if (!words[0].matches("\\d{1,10}")) {
      return; // ended before it asked, or is no launcher
    }
    long pid = Long.parseLong(words[0]);
    Optional<Duration> idle = words.length == 2 ? Idle.parse(words[1]) : Optional.empty();
    if (idle.isEmpty()) {
      answer(pid, "refused");
      return;
    }
    process.hostBegins(idle.get());
    try {
      serve(pid, launcher);
    } finally {
      process.hostEnded();
    }
  }

  /** The host's data is on a thread of its own, whose memory goes with it. */
  private void serve(long pid, InputStream launcher) throws IOException {
    Handover handover = new Handover(pid);
    Thread thread = Thread.ofPlatform().daemon().name("host").start(handover);
    try {
      awaitEnd(launcher);
      handover.abandon();
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the launcher has ended: it asks for nothing more. */
  private static void awaitEnd(InputStream launcher) throws IOException {
    while (launcher.read() >= 0) {
      // what nobody has written
    }
  }

  private void answer(long pid, String text) throws IOException {
    try (OutputStream answers = new FileOutputStream(out.toFile())) {
      answers.write((pid + " " + text + "\n").getBytes(US_ASCII));
    }
  }

  /** What a launcher that was killed has not read is not for the next one. */
  private void discardAnswers() throws IOException {
    try (InputStream answers = new FileInputStream(out.toFile())) {
      answers.skipNBytes(answers.available());
    }
  }

  /** One launcher's host, from its first look at the launcher until all that it had is released. */
  private final class Handover implements Runnable {

    private final Launcher launcher;
    private @Nullable ServedHost host;
    private boolean isAbandoned;

    Handover(long pid) {
      this.launcher = new Launcher(pid);
    }

    @Override
    public void run() {
      try {
        answer(launcher.pid(), take());
      } catch (IOException e) {
        // the folder is gone; the launcher sees the end of this process
      }
    }

    /** Serves the host; answers the last word for the launcher. */
    private String take() {
      try {
        if (!process.isPrivate() || !launcher.isOfThisContext()) {
          return "refused";
        }
        try (HostLog log = launcher.log()) {
          return serve(launcher.session(log.log()));
        }
      } catch (IOException e) {
        return "refused";
      }
    }

    private String serve(Session session) {
      ServedHost served = null;
      try {
        if (!Handshake.isFromHost(session.environment())) {
          return "refused";
        }
        served = hosts.start(session);
        keep(served);
        answer(launcher.pid(), "serving " + served.handshakeLine());
        served.serve();
        served.release();
        return "ended 0";
      } catch (Exception e) {
        session.log().error("the provider cannot serve this host", "error", e.getClass().getName());
        return served == null ? "refused" : "ended 1";
      }
    }

    private synchronized void keep(ServedHost served) {
      host = served;
      if (isAbandoned) {
        served.abandon();
      }
    }

    /** The launcher is gone: the host takes this for the end of the process. */
    synchronized void abandon() {
      isAbandoned = true;
      if (host != null) {
        host.abandon();
      }
    }
  }
}
