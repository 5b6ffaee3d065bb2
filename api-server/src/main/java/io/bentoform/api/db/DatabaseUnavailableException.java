package io.bentoform.api.db;

/** The database cannot be reached, or its schema cannot be migrated. */
public final class DatabaseUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DatabaseUnavailableException(String url, Throwable cause) {
    super("The database at " + url + " cannot be used: " + innermost(cause), cause);
  }

  private static String innermost(Throwable cause) {
    Throwable last = cause;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage());
  }
}
