package io.bentoform.api.bento.store;

import io.bentoform.api.http.ProblemException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Presigned addresses, with which clients bring and fetch archives without this server (contract
 * C7). What is brought is not an archive until it was checked and published.
 */
public interface DirectTransfers {
  /** How long an address is valid. */
  Duration VALID = Duration.ofHours(1);

  /** The most parts of a multipart upload, which are numbered from 1. */
  int PARTS = 10_000;

  /**
   * A part of a multipart upload that the client has brought.
   *
   * @param etag as the store answered it
   */
  record Part(int number, String etag) {}

  /** Whether clients that are not told otherwise should use them. */
  boolean isPreferred();

  /**
   * Begins a multipart upload.
   *
   * @return its id in the store
   */
  String begin(String attempt);

  /** The address to which the client sends a part by PUT. */
  URI partAddress(String attempt, String uploadId, int number);

  /**
   * Puts the parts together.
   *
   * @throws ProblemException 422 when the store does not have these parts
   */
  void complete(String attempt, String uploadId, List<Part> parts);

  /** The address to which the client sends a whole archive by PUT; S3 takes at most 5 GiB there. */
  URI uploadAddress(String attempt);

  /** What the client has brought; empty when nothing is there. */
  Optional<Uploaded> uploaded(String attempt);

  /** The address from which the client fetches an archive by GET. */
  URI downloadAddress(String digest);
}
