package io.bentoform.provider.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.bentoform.provider.log.Log;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses are reached by the proxy of the environment. */
class ProxiesTest {

  private static boolean isProxied(String excluded, String address) throws Exception {
    URI uri = URI.create(address);
    Map<String, String> environment =
        Map.of(
            "HTTP_PROXY", "http://proxy:3128", "https_proxy", "proxy:3128", "NO_PROXY", excluded);
    List<Proxy> selected = Proxies.of(environment, uri).orElseThrow().select(uri);
    assertThat(selected).hasSize(1);
    return selected.getFirst().type() == Proxy.Type.HTTP;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                        | https://api.example.org      | true
          ''                        | http://api.example.org       | true
          ''                        | http://localhost:3000        | false
          ''                        | http://127.0.0.1:3000        | false
          ''                        | http://[::1]:3000            | false
          *                         | https://api.example.org      | false
          example.org               | https://api.example.org      | false
          example.org               | https://example.org          | false
          .example.org              | https://example.org          | true
          *.example.org             | https://api.example.org      | false
          ample.org                 | https://example.org          | true
          other.org, Example.ORG    | https://API.example.org      | false
          api.example.org:8443      | https://api.example.org:8443 | false
          api.example.org:8443      | https://api.example.org      | true
          10.0.0.0/8                | http://10.1.2.3              | false
          10.0.0.0/8                | http://11.1.2.3              | true
          10.1.2.3                  | http://10.1.2.3:3000         | false
          fd00::/8                  | http://[fd12::1]             | false
          """)
  void addresses_are_excluded_by_name_domain_address_and_network(
      String excluded, String address, boolean proxied) throws Exception {
    assertThat(isProxied(excluded, address)).isEqualTo(proxied);
  }

  @Test
  void without_a_variable_there_is_no_proxy() throws Exception {
    assertThat(Proxies.of(Map.of("HTTP_PROXY", "p:1"), URI.create("https://a.org"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"socks5://hidden:1", "http://hidden:secret@proxy:1", "://hidden"})
  void what_is_no_http_proxy_is_refused_and_not_repeated(String named) {
    assertThatThrownBy(() -> Proxies.of(Map.of("HTTPS_PROXY", named), URI.create("https://a.org")))
        .hasMessageContaining("HTTPS_PROXY")
        .message()
        .doesNotContain("hidden");
  }

  @Test
  void calls_go_to_the_proxy_with_the_whole_address() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          byte[] answer = "{\"capabilities\": []}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    proxy.start();
    try {
      URI endpoint = URI.create("http://api.invalid");
      Map<String, String> environment =
          Map.of("HTTP_PROXY", "127.0.0.1:" + proxy.getAddress().getPort());
      Network network = new Network(Optional.empty(), Proxies.of(environment, endpoint));
      ControlApi api =
          new ControlApi(endpoint, new Token("t"), new Log(System.err, Log.Level.OFF), network);

      assertThat(api.capabilities().comparesSecrets()).isFalse();
      assertThat(asked).containsExactly("http://api.invalid/api/v1/version");
    } finally {
      proxy.stop(0);
    }
  }
}
