package io.bentoform.provider.client;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that the environment names, by the rules that Terraform itself follows: {@code
 * HTTPS_PROXY} or {@code HTTP_PROXY} by the scheme of the address, in upper or lower case, and
 * {@code NO_PROXY} with names, domains, addresses and networks. This machine is never reached by a
 * proxy.
 */
public final class Proxies extends ProxySelector {

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final Proxy proxy;
  private final List<String> excluded;

  private Proxies(Proxy proxy, List<String> excluded) {
    this.proxy = proxy;
    this.excluded = excluded;
  }

  /**
   * The proxy for an address; empty when none is named.
   *
   * @throws IOException when the variable does not name an HTTP proxy; the message does not repeat
   *     it, as it may contain a password
   */
  public static Optional<ProxySelector> of(Map<String, String> environment, URI endpoint)
      throws IOException {
    String variable = endpoint.getScheme().toUpperCase(Locale.ROOT) + "_PROXY";
    String named = variable(environment, variable);
    if (named.isEmpty()) {
      return Optional.empty();
    }
    List<String> excluded =
        Arrays.stream(variable(environment, "NO_PROXY").split("[, ]+"))
            .map(each -> each.toLowerCase(Locale.ROOT))
            .filter(each -> !each.isEmpty())
            .toList();
    return Optional.of(new Proxies(parse(variable, named), excluded));
  }

  private static String variable(Map<String, String> environment, String name) {
    String upper = environment.getOrDefault(name, "");
    return (upper.isEmpty() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : upper)
        .strip();
  }

  private static Proxy parse(String variable, String named) throws IOException {
    try {
      URI uri = URI.create(named.contains("://") ? named : "http://" + named);
      if ("http".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null) {
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new IOException(
        "The environment variable "
            + variable
            + " must name a proxy as \"http://host:port\", without a user name and password.");
  }

  @Override
  public List<Proxy> select(URI uri) {
    return List.of(isDirect(uri) ? Proxy.NO_PROXY : proxy);
  }

  private boolean isDirect(URI uri) {
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    InetAddress address = address(host);
    return host.equals("localhost")
        || (address != null && address.isLoopbackAddress())
        || excluded.stream().anyMatch(each -> excludes(each, host, uri.getPort(), address));
  }

  private static boolean excludes(
      String entry, String host, int port, @Nullable InetAddress address) {
    if (entry.equals("*")) {
      return true;
    }
    if (address != null) {
      return isIn(entry, address);
    }
    String name = entry.endsWith(":" + port) ? entry.substring(0, entry.lastIndexOf(':')) : entry;
    String domain = name.startsWith("*.") ? name.substring(1) : name;
    return domain.startsWith(".")
        ? host.endsWith(domain)
        : host.equals(domain) || host.endsWith("." + domain);
  }

  private static boolean isIn(String entry, InetAddress address) {
    int slash = entry.indexOf('/');
    InetAddress network = address(slash < 0 ? entry : entry.substring(0, slash));
    if (network == null || network.getAddress().length != address.getAddress().length) {
      return false;
    }
    int bits = 8 * address.getAddress().length;
    String prefix = slash < 0 ? Integer.toString(bits) : entry.substring(slash + 1);
    if (!prefix.matches("\\d{1,3}") || Integer.parseInt(prefix) > bits) {
      return false;
    }
    int ignored = bits - Integer.parseInt(prefix);
    return number(network).shiftRight(ignored).equals(number(address).shiftRight(ignored));
  }

  private static BigInteger number(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }

  /** The address that a text is; null for a name, which is not looked up. */
  private static @Nullable InetAddress address(String text) {
    if (!ADDRESS.matcher(text).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // The failed call tells it.
  }
}
