package io.bentoform.provider.rpc;

import io.bentoform.provider.proto.TfPlugin6.Deferred;
import io.bentoform.provider.proto.TfPlugin6.ReadDataSource;
import io.bentoform.provider.resource.DataSource;
import java.util.Optional;

/** Reads data sources. */
final class DataSourceHandler {

  private DataSourceHandler() {}

  static ReadDataSource.Response read(Host host, ReadDataSource.Request request) {
    DataSource source = host.dataSource(request.getTypeName());
    Optional<Deferred> deferred = Deferral.of(host, request.getClientCapabilities());
    if (deferred.isPresent()) {
      return ReadDataSource.Response.newBuilder()
          .setState(request.getConfig())
          .setDeferred(deferred.get())
          .build();
    }
    DataSource.Data data = source.read(ValueWire.object(request.getConfig(), source.schema()));
    return ReadDataSource.Response.newBuilder()
        .setState(ValueWire.stored(data.object(), source.schema()))
        .addAllDiagnostics(DiagnosticWire.encode(data.warnings()))
        .build();
  }
}
