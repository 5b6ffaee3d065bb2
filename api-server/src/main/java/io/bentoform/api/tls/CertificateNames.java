package io.bentoform.api.tls;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The host names and addresses that a certificate is for.
 *
 * @param required without which a certificate is not kept
 * @param further that a new one gets too, and that may change without a new one
 */
public record CertificateNames(Set<String> required, Set<String> further) {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

  /**
   * The names of a server.
   *
   * @param host that it listens on; with a wildcard, the addresses of this machine are further
   *     names
   * @param publicHost that clients use
   * @param domain of which deployments get host names
   */
  public static CertificateNames of(String host, String publicHost, Optional<String> domain) {
    Set<String> required = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
    required.add(plain(publicHost));
    domain.map(name -> "*." + name).ifPresent(required::add);
    Set<String> further = new LinkedHashSet<>();
    try {
      required.add(InetAddress.getLocalHost().getHostName());
      if (InetAddress.getByName(host).isAnyLocalAddress()) {
        further.addAll(addresses());
      } else {
        required.add(plain(host));
      }
    } catch (UnknownHostException | SocketException e) {
      // A machine without a name, or a host that the listener will complain about.
    }
    return new CertificateNames(required, further);
  }

  /** An IPv6 address without its brackets. */
  private static String plain(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static Set<String> addresses() throws SocketException {
    Set<String> found = new TreeSet<>();
    NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(Predicate.not(InetAddress::isLinkLocalAddress))
        .map(InetAddress::getHostAddress)
        .forEach(found::add);
    return found;
  }

  Set<String> all() {
    Set<String> all = new LinkedHashSet<>(required);
    all.addAll(further);
    return all;
  }

  static boolean isAddress(String name) {
    return ADDRESS.matcher(name).matches();
  }

  /** Whether all names are among the present ones, whose addresses may be spelled differently. */
  static boolean areCovered(Collection<String> names, Collection<String> present) {
    Set<String> spelled = new TreeSet<>();
    present.forEach(name -> spelled.add(canonical(name)));
    return names.stream().map(CertificateNames::canonical).allMatch(spelled::contains);
  }

  private static String canonical(String name) {
    return isAddress(name)
        ? InetAddress.ofLiteral(name).getHostAddress()
        : name.toLowerCase(Locale.ROOT);
  }
}
