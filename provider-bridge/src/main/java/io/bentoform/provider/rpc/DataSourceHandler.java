package io.bentoform.provider.rpc;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.proto.TfPlugin6.Deferred;
import io.bentoform.provider.proto.TfPlugin6.ReadDataSource;
import io.bentoform.provider.resource.DataSource;
import io.bentoform.provider.resource.ReadLimit;
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
    Value.Fields config = ValueWire.object(request.getConfig(), source.schema());
    DataSource.Data data = ReadLimit.within(source, config, () -> source.read(config));
    return ReadDataSource.Response.newBuilder()
        .setState(ValueWire.stored(data.object(), source.schema()))
        .addAllDiagnostics(DiagnosticWire.encode(data.warnings()))
        .build();
  }
}
