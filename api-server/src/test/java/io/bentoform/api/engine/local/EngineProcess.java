package io.bentoform.api.engine.local;

import io.bentoform.api.engine.Progress;
import io.bentoform.api.engine.Strategy;
import io.bentoform.api.engine.contract.Order;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A program that runs an engine until it is killed, as the server is. It applies one deployment and
 * says so in lines on its output.
 */
final class EngineProcess {
  private EngineProcess() {}

  /** Arguments: root folder, name of the deployment, number of replicas. */
  public static void main(String[] arguments) throws Exception {
    EngineTestFolder folder = new EngineTestFolder(Path.of(arguments[0]));
    LocalEngine engine = folder.open();
    Order order =
        Order.of(arguments[1], 1)
            .replicas(Integer.parseInt(arguments[2]))
            .strategy(Strategy.RECREATE)
            .file("demo/KEY", "content")
            .variable("TOKEN", "value");
    Progress progress =
        new Progress() {
          @Override
          public void building() {
            System.out.println("building");
          }

          @Override
          public void deploying() {
            System.out.println("deploying");
          }

          @Override
          public void listening(URI url) {
            System.out.println("listening " + url);
          }
        };
    try {
      URI url = engine.apply(order.specification(), progress).orElseThrow();
      System.out.println("ready " + url);
      new CountDownLatch(1).await();
    } finally {
      engine.close();
    }
  }
}
