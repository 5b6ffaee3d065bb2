package io.bentoform.provider.rpc;

import com.google.protobuf.ByteString;
import io.bentoform.provider.cty.TypeJson;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.proto.TfPlugin6;
import io.bentoform.provider.proto.TfPlugin6.CallFunction;
import io.bentoform.provider.proto.TfPlugin6.GetFunctions;
import io.bentoform.provider.resource.ProviderFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Describes and calls the provider's functions. */
final class FunctionHandler {

  private FunctionHandler() {}

  static GetFunctions.Response list(Host host) {
    GetFunctions.Response.Builder answer = GetFunctions.Response.newBuilder();
    host.provider()
        .functions()
        .forEach(function -> answer.putFunctions(function.name(), encode(function)));
    return answer.build();
  }

  static TfPlugin6.Function encode(ProviderFunction function) {
    TfPlugin6.Function.Builder wire =
        TfPlugin6.Function.newBuilder()
            .setSummary(function.summary())
            .setDescription(function.description())
            .setDescriptionKind(TfPlugin6.StringKind.MARKDOWN)
            .setReturn(
                TfPlugin6.Function.Return.newBuilder()
                    .setType(ByteString.copyFromUtf8(TypeJson.encode(function.result()))));
    for (ProviderFunction.Parameter parameter : function.parameters()) {
      wire.addParameters(
          TfPlugin6.Function.Parameter.newBuilder()
              .setName(parameter.name())
              .setType(ByteString.copyFromUtf8(TypeJson.encode(parameter.type())))
              .setDescription(parameter.description())
              .setDescriptionKind(TfPlugin6.StringKind.MARKDOWN));
    }
    return wire.build();
  }

  static CallFunction.Response call(Host host, CallFunction.Request request) {
    ProviderFunction function = host.function(request.getName());
    List<ProviderFunction.Parameter> parameters = function.parameters();
    if (request.getArgumentsCount() != parameters.size()) {
      return error(
          TfPlugin6.FunctionError.newBuilder()
              .setText(
                  function.name()
                      + " takes "
                      + parameters.size()
                      + " arguments, not "
                      + request.getArgumentsCount()
                      + "."));
    }
    List<Value> arguments = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      arguments.add(ValueWire.decode(request.getArguments(i), parameters.get(i).type()));
    }
    try {
      return CallFunction.Response.newBuilder()
          .setResult(ValueWire.encode(function.call(arguments), function.result()))
          .build();
    } catch (ProviderFunction.ArgumentException e) {
      return error(
          TfPlugin6.FunctionError.newBuilder()
              .setText(e.getMessage())
              .setFunctionArgument(e.index()));
    }
  }

  static CallFunction.Response failed(List<TfPlugin6.Diagnostic> found) {
    String text =
        found.stream()
            .map(each -> each.getSummary() + ". " + each.getDetail())
            .collect(Collectors.joining("\n"));
    return error(TfPlugin6.FunctionError.newBuilder().setText(text));
  }

  private static CallFunction.Response error(TfPlugin6.FunctionError.Builder error) {
    return CallFunction.Response.newBuilder().setError(error).build();
  }
}
