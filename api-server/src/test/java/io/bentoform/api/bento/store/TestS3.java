package io.bentoform.api.bento.store;

import io.bentoform.api.crypto.Hidden;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobApiMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real S3 server with one bucket in a folder, which checks signatures. */
public final class TestS3 implements AutoCloseable {
  public static final String BUCKET = "models";
  private static final String ACCESS = "test-access-key";
  private static final String SECRET = "canary-of-the-secret-key";

  private final BlobStoreContext context;
  private final int port;
  private S3Proxy server;

  /** Starts the server. */
  public TestS3(Path folder) throws Exception {
    Properties properties = new Properties();
    properties.setProperty(
        "jclouds.filesystem.basedir", Files.createDirectories(folder).toString());
    this.context =
        ContextBuilder.newBuilder(new FilesystemNio2BlobApiMetadata())
            .credentials("none", "none")
            .overrides(properties)
            .build(BlobStoreContext.class);
    this.port = freePort();
    store().createContainerInLocation(null, BUCKET);
    start();
  }

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private BlobStore store() {
    return context.getBlobStore();
  }

  /** Starts again, after {@link #stop}. */
  public void start() throws Exception {
    server =
        S3Proxy.builder()
            .blobStore(store())
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS, SECRET)
            .endpoint(URI.create(endpoint()))
            .build();
    server.start();
  }

  /** Answers nothing any more. */
  public void stop() throws Exception {
    server.stop();
  }

  String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** The environment of a server that has its archives here. */
  public Map<String, String> environment() {
    return Map.of(
        "BENTOFORM_ARCHIVE_STORE",
        "s3://" + BUCKET + "/archives",
        "BENTOFORM_ARCHIVE_S3_ENDPOINT",
        endpoint(),
        "BENTOFORM_ARCHIVE_S3_ACCESS_KEY",
        ACCESS,
        "BENTOFORM_ARCHIVE_S3_SECRET_KEY",
        SECRET);
  }

  StoreChoice.Bucket bucket() {
    return bucket(BUCKET, SECRET);
  }

  StoreChoice.Bucket bucket(String name, String secret) {
    return new StoreChoice.Bucket(
        name,
        "archives",
        Optional.of(URI.create(endpoint())),
        Optional.empty(),
        Optional.of(new StoreChoice.Keys(Hidden.of(ACCESS), Hidden.of(secret))),
        true);
  }

  /** What nobody may be told. */
  public static String secret() {
    return SECRET;
  }

  /** The names of all objects but the one of the installation. */
  public List<String> objects() {
    try (S3Connection connection = S3Connection.of(bucket())) {
      S3Client client = connection.client();
      return client.listObjectsV2Paginator(request -> request.bucket(BUCKET)).contents().stream()
          .map(S3Object::key)
          .filter(key -> !key.endsWith(Owner.NAME))
          .sorted()
          .toList();
    }
  }

  /** How many multipart uploads go on. */
  public int uploads() {
    try (S3Connection connection = S3Connection.of(bucket())) {
      return connection
          .client()
          .listMultipartUploads(request -> request.bucket(BUCKET))
          .uploads()
          .size();
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The S3 server does not end", e);
    }
    context.close();
  }
}
