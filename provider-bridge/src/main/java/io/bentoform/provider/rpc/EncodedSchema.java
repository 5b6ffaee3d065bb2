package io.bentoform.provider.rpc;

import io.bentoform.provider.proto.ProviderGrpc;
import io.bentoform.provider.proto.TfPlugin6.GetProviderSchema;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The answer to GetProviderSchema, which is the same for every host. The package has it in a file,
 * so that no process spends its start on it; elsewhere it is made on the first call.
 */
final class EncodedSchema {

  /** The system property that names the file. */
  private static final String FILE = "provider.schema";

  private byte @Nullable [] encoded;

  /** The call, with an answer that is encoded already. */
  static MethodDescriptor<GetProviderSchema.Request, byte[]> method() {
    MethodDescriptor<GetProviderSchema.Request, GetProviderSchema.Response> method =
        ProviderGrpc.getGetProviderSchemaMethod();
    return method.toBuilder(method.getRequestMarshaller(), new Encoded()).build();
  }

  /** The encoded answer of the provider. */
  synchronized byte[] of(Host host) {
    byte[] known = encoded;
    if (known == null) {
      String file = System.getProperty(FILE);
      known = file == null ? SchemaHandler.schema(host).toByteArray() : read(Path.of(file));
      encoded = known;
    }
    return known;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Encoded implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] answer) {
      return new ByteArrayInputStream(answer);
    }

    @Override
    public byte[] parse(InputStream answer) {
      throw new UnsupportedOperationException("only a host reads it");
    }
  }
}
