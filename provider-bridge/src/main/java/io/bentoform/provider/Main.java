package io.bentoform.provider;

import io.bentoform.provider.proto.TfPlugin6;

public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.err.println(TfPlugin6.StringKind.MARKDOWN.name());
  }
}
