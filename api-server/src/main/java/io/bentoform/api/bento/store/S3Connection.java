package io.bentoform.api.bento.store;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** What calls S3, and what presigns addresses of it. */
record S3Connection(S3Client client, S3Presigner presigner) implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** An answer may need some time: the store puts parts together first, or copies one. */
  private static final Duration ANSWER = Duration.ofSeconds(50);

  /** Connects with the settings of a bucket. Nothing is called yet. */
  static S3Connection of(StoreChoice.Bucket bucket) {
    Region region = region(bucket);
    AwsCredentialsProvider credentials = credentials(bucket);
    // Not all that speak S3 know the checksums of the SDK; archives have their SHA-256.
    S3Configuration configuration =
        S3Configuration.builder()
            .pathStyleAccessEnabled(bucket.endpoint().isPresent())
            .chunkedEncodingEnabled(false)
            .build();
    S3ClientBuilder client =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER))
            .region(region)
            .credentialsProvider(credentials)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(configuration);
    S3Presigner.Builder presigner =
        S3Presigner.builder()
            .region(region)
            .credentialsProvider(credentials)
            .serviceConfiguration(configuration);
    bucket.endpoint().ifPresent(client::endpointOverride);
    bucket.endpoint().ifPresent(presigner::endpointOverride);
    return new S3Connection(client.build(), presigner.build());
  }

  /** Others than AWS do not care, but it is part of the signature. */
  private static Region region(StoreChoice.Bucket bucket) {
    return bucket
        .region()
        .map(Region::of)
        .orElseGet(
            () ->
                bucket.endpoint().isPresent()
                    ? Region.US_EAST_1
                    : new DefaultAwsRegionProviderChain().getRegion());
  }

  private static AwsCredentialsProvider credentials(StoreChoice.Bucket bucket) {
    return bucket
        .keys()
        .<AwsCredentialsProvider>map(
            keys ->
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(keys.access().reveal(), keys.secret().reveal())))
        .orElseGet(() -> DefaultCredentialsProvider.builder().build());
  }

  @Override
  public void close() {
    presigner.close();
    client.close();
  }
}
