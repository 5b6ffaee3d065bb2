package io.bentoform.api.gateway;

import io.bentoform.api.engine.local.process.Ports;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;

/** What the conformance suite runs against: the gateway, and nginx as the reference. */
enum ConformanceProxy {
  GATEWAY {
    @Override
    Running start(Upstream upstream) throws IOException {
      GatewayStage stage =
          new GatewayStage(
              GatewaySettings.at(InetAddress.getLoopbackAddress())
                  .with(new GatewaySettings.Limits(16 * 1024, 1_000, PATIENCE, PATIENCE)));
      stage.route(upstream);
      return new Running(stage.listener.port(), stage);
    }
  },

  NGINX {
    @Override
    Running start(Upstream upstream) throws Exception {
      int port = Ports.free();
      Nginx nginx = Nginx.start(configuration(port, upstream.address()), 1, port);
      return new Running(port, nginx::close);
    }
  };

  /** How long a client may be slow. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /** A proxy that listens on loopback. */
  record Running(int port, Closeable proxy) implements Closeable {
    @Override
    public void close() throws IOException {
      proxy.close();
    }
  }

  abstract Running start(Upstream upstream) throws Exception;

  boolean isAvailable() {
    return this == GATEWAY || Nginx.isInstalled();
  }

  private static String configuration(int port, UpstreamAddress upstream) {
    return """
    map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
    client_max_body_size 0;
    large_client_header_buffers 2 16k;
    client_header_timeout %1$d;
    client_body_timeout %1$d;
    send_timeout %1$d;
    keepalive_timeout %1$d;
    upstream replica { server %2$s; keepalive 8; }
    server {
      listen 127.0.0.1:%3$d;
      location / {
        proxy_pass http://replica;
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header Connection $connection_upgrade;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_buffering off;
        proxy_request_buffering off;
      }
    }
    """
        .formatted(PATIENCE.toSeconds(), text(upstream), port);
  }

  private static String text(UpstreamAddress address) {
    return switch (address) {
      case UpstreamAddress.Tcp(String host, int port) -> host + ":" + port;
      case UpstreamAddress.UnixSocket(Path path) -> "unix:" + path;
    };
  }
}
