package io.bentoform.provider.rpc;

import io.bentoform.provider.proto.ProviderGrpc.ProviderBlockingStub;
import io.bentoform.provider.proto.TfPlugin6;
import io.bentoform.provider.proto.TfPlugin6.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A call with parts in all places of its request. */
enum Rpc {
  VALIDATE_PROVIDER {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      return stub.validateProviderConfig(
              TfPlugin6.ValidateProviderConfig.Request.newBuilder().setConfig(parts.one()).build())
          .getDiagnosticsList();
    }
  },
  CONFIGURE {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      return stub.configureProvider(
              TfPlugin6.ConfigureProvider.Request.newBuilder().setConfig(parts.one()).build())
          .getDiagnosticsList();
    }
  },
  VALIDATE_RESOURCE {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      return stub.validateResourceConfig(
              TfPlugin6.ValidateResourceConfig.Request.newBuilder()
                  .setTypeName(parts.type())
                  .setConfig(parts.one())
                  .build())
          .getDiagnosticsList();
    }
  },
  UPGRADE_STATE {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      return stub.upgradeResourceState(
              TfPlugin6.UpgradeResourceState.Request.newBuilder()
                  .setTypeName(parts.type())
                  .setVersion(parts.version())
                  .setRawState(parts.raw())
                  .build())
          .getDiagnosticsList();
    }
  },
  UPGRADE_IDENTITY {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      return stub.upgradeResourceIdentity(
              TfPlugin6.UpgradeResourceIdentity.Request.newBuilder()
                  .setTypeName(parts.type())
                  .setVersion(parts.version())
                  .setRawIdentity(parts.raw())
                  .build())
          .getDiagnosticsList();
    }
  },
  READ {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      return stub.readResource(
              TfPlugin6.ReadResource.Request.newBuilder()
                  .setTypeName(parts.type())
                  .setCurrentState(parts.one())
                  .setPrivate(parts.bytes())
                  .setCurrentIdentity(parts.identity())
                  .build())
          .getDiagnosticsList();
    }
  },
  PLAN {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      return stub.planResourceChange(
              TfPlugin6.PlanResourceChange.Request.newBuilder()
                  .setTypeName(parts.type())
                  .setPriorState(parts.two())
                  .setProposedNewState(parts.one())
                  .setConfig(parts.one())
                  .setPriorPrivate(parts.bytes())
                  .build())
          .getDiagnosticsList();
    }
  },
  APPLY {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      return stub.applyResourceChange(
              TfPlugin6.ApplyResourceChange.Request.newBuilder()
                  .setTypeName(parts.type())
                  .setPriorState(parts.two())
                  .setPlannedState(parts.one())
                  .setConfig(parts.one())
                  .setPlannedPrivate(parts.bytes())
                  .build())
          .getDiagnosticsList();
    }
  },
  IMPORT {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      return stub.importResourceState(
              TfPlugin6.ImportResourceState.Request.newBuilder()
                  .setTypeName(parts.type())
                  .setId(parts.bytes().toString(StandardCharsets.ISO_8859_1))
                  .build())
          .getDiagnosticsList();
    }
  },
  IMPORT_BY_IDENTITY {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      return stub.importResourceState(
              TfPlugin6.ImportResourceState.Request.newBuilder()
                  .setTypeName(parts.type())
                  .setIdentity(parts.identity())
                  .build())
          .getDiagnosticsList();
    }
  },
  MOVE {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      return stub.moveResourceState(
              TfPlugin6.MoveResourceState.Request.newBuilder()
                  .setTargetTypeName(parts.type())
                  .setSourceTypeName(parts.type())
                  .setSourceState(parts.raw())
                  .setSourceIdentity(parts.raw())
                  .setSourcePrivate(parts.bytes())
                  .build())
          .getDiagnosticsList();
    }
  },
  VALIDATE_DATA_SOURCE {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      return stub.validateDataResourceConfig(
              TfPlugin6.ValidateDataResourceConfig.Request.newBuilder()
                  .setTypeName(parts.type())
                  .setConfig(parts.one())
                  .build())
          .getDiagnosticsList();
    }
  },
  READ_DATA_SOURCE {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      return stub.readDataSource(
              TfPlugin6.ReadDataSource.Request.newBuilder()
                  .setTypeName(parts.type())
                  .setConfig(parts.one())
                  .build())
          .getDiagnosticsList();
    }
  },
  OPEN {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      return stub.openEphemeralResource(
              TfPlugin6.OpenEphemeralResource.Request.newBuilder()
                  .setTypeName(parts.type())
                  .setConfig(parts.one())
                  .build())
          .getDiagnosticsList();
    }
  },
  INVOKE {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      List<Diagnostic> found = new ArrayList<>();
      stub.invokeAction(
              TfPlugin6.InvokeAction.Request.newBuilder()
                  .setActionType(parts.type())
                  .setConfig(parts.one())
                  .build())
          .forEachRemaining(event -> found.addAll(event.getCompleted().getDiagnosticsList()));
      return found;
    }
  },
  LIST {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      List<Diagnostic> found = new ArrayList<>();
      stub.listResource(
              TfPlugin6.ListResource.Request.newBuilder()
                  .setTypeName(parts.type())
                  .setConfig(parts.one())
                  .build())
          .forEachRemaining(event -> found.addAll(event.getDiagnosticList()));
      return found;
    }
  },
  GENERATE {
    @Override
    List<Diagnostic> call(ProviderBlockingStub stub, Parts parts) {
      return stub.generateResourceConfig(
              TfPlugin6.GenerateResourceConfig.Request.newBuilder()
                  .setTypeName(parts.type())
                  .setState(parts.one())
                  .build())
          .getDiagnosticsList();
    }
  };

  abstract List<Diagnostic> call(ProviderBlockingStub stub, Parts parts);
}
