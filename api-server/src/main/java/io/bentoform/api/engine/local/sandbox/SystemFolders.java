package io.bentoform.api.engine.local.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What every sandbox has of the system: programs and libraries, and of {@code /etc} only what
 * programs need to find hosts, certificates, users' names and the time, all of it read-only and
 * readable by everybody anyway.
 */
final class SystemFolders {
  private static final List<String> PROGRAMS =
      List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

  private static final List<String> CONFIGURATION =
      List.of(
          "/etc/alternatives",
          "/etc/ca-certificates",
          "/etc/crypto-policies",
          "/etc/gai.conf",
          "/etc/group",
          "/etc/host.conf",
          "/etc/hosts",
          "/etc/ld.so.cache",
          "/etc/ld.so.conf",
          "/etc/ld.so.conf.d",
          "/etc/localtime",
          "/etc/mime.types",
          "/etc/nsswitch.conf",
          "/etc/os-release",
          "/etc/passwd",
          "/etc/pip.conf",
          "/etc/pki/ca-trust",
          "/etc/pki/tls/certs",
          "/etc/protocols",
          "/etc/resolv.conf",
          "/etc/services",
          "/etc/ssl/certs",
          "/etc/ssl/openssl.cnf",
          "/etc/timezone",
          "/etc/uv");

  /** Numerical libraries ask how many processors there are, and which are near to each other. */
  private static final List<String> HARDWARE =
      List.of("/sys/devices/system/cpu", "/sys/devices/system/node");

  /**
   * Parts of {@code /proc} that belong to the kernel, not to a process: root could change them
   * without any capability, and so get out. Bubblewrap itself leaves them writable for root.
   */
  private static final List<String> KERNEL =
      List.of(
          "/proc/acpi",
          "/proc/bus",
          "/proc/fs",
          "/proc/irq",
          "/proc/mtrr",
          "/proc/pressure",
          "/proc/sys",
          "/proc/sysrq-trigger");

  private SystemFolders() {}

  /** The arguments of bubblewrap for them, and for a private {@code /proc} and {@code /dev}. */
  static List<String> arguments() throws IOException {
    List<String> arguments = new ArrayList<>();
    for (String program : PROGRAMS) {
      Path path = Path.of(program);
      if (Files.isSymbolicLink(path)) {
        arguments.addAll(List.of("--symlink", Files.readSymbolicLink(path).toString(), program));
      } else if (Files.isDirectory(path)) {
        arguments.addAll(List.of("--ro-bind", program, program));
      }
    }
    arguments.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
    for (List<String> paths : List.of(CONFIGURATION, HARDWARE, KERNEL)) {
      for (String path : paths) {
        if (Files.exists(Path.of(path))) {
          arguments.addAll(List.of("--ro-bind", path, path));
        }
      }
    }
    return arguments;
  }

  /** Whether every sandbox can read it. */
  static boolean contain(Path path) {
    return PROGRAMS.stream().anyMatch(path::startsWith);
  }
}
