package io.bentoform.api.access;

import io.bentoform.api.http.PageHeaders;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The pages of the browser login: plain HTML without scripts. They allow only their own style and a
 * form to this server, are neither cached nor framed, and send no referrer, which would contain the
 * code.
 */
record LoginPage(int status, String title, String content) {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 38rem; padding: 2rem; }
      code { font-size: 1rem; overflow-wrap: anywhere; }
      label { display: block; font-weight: 600; }
      input, button { box-sizing: border-box; font: inherit; padding: 0.5rem; width: 100%; }
      button { cursor: pointer; margin-top: 1rem; }
      [role="alert"] { border-left: 0.25rem solid currentColor; font-weight: 600; padding-left: 0.75rem; }
      """;

  private static final String ALLOWED =
      "default-src 'none'; style-src 'sha256-"
          + sha256(STYLE)
          + "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private static final String FORM =
      """
      <p>A <code>bentoml</code> command line requests an API token. Continue only if you started this
      login yourself and your terminal shows this code:</p>
      <p><code>%s</code></p>
      <p>It was requested at <strong>%s</strong> from the address <strong>%s</strong>;
      your address is <strong>%s</strong>. If somebody sent you
      the link to this page, close it: it would give them access with your permissions.</p>
      %s
      <form method="post" action="/api_tokens">
      <input type="hidden" name="code" value="%s">
      <label for="token">Your API token</label>
      <input id="token" name="token" type="password" autocomplete="off" required autofocus
       aria-describedby="what">
      <p id="what">The command line gets its own new token with the same scopes, valid for 90
      days. Yours is not passed on.</p>
      <button type="submit">Approve</button>
      </form>
      """;

  private static final String HELP =
      """
      <p>An API token lets <code>bentoml</code> and Terraform use this server.</p>
      <ul>
      <li>The first one is in the file <code>administrator.token</code> in the data folder of the
      server.</li>
      <li>Create more with it: <code>bentoml api-token create NAME</code>. The value is shown
      once.</li>
      <li>To log in with a token: <code>bentoml cloud login --endpoint ADDRESS --api-token
      TOKEN</code>. To log in with this browser: <code>bentoml cloud login --endpoint
      ADDRESS</code>, and open the address that it shows.</li>
      </ul>
      """;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /**
   * Asks for a token.
   *
   * @param asked the client, so that the user can refuse a login that somebody else started
   * @param here the address of the browser
   * @param problem what was wrong with the previous token, or empty
   */
  static LoginPage form(String code, LoginCodes.Asked asked, InetAddress here, String problem) {
    String alert = problem.isEmpty() ? "" : "<p role=\"alert\">" + escape(problem) + "</p>";
    return new LoginPage(
        200,
        "Log in a command line",
        FORM.formatted(
            escape(code),
            TIME.format(asked.at()),
            asked.address().getHostAddress(),
            here.getHostAddress(),
            alert,
            escape(code)));
  }

  static LoginPage help() {
    return new LoginPage(200, "How to get an API token", HELP);
  }

  static LoginPage done() {
    return new LoginPage(
        200, "Done", "<p>The command line is logged in. You can close this page.</p>");
  }

  static LoginPage tooLate() {
    return new LoginPage(
        400,
        "This code is not valid",
        "<p role=\"alert\">The code is unknown or has expired. Run <code>bentoml cloud login</code>"
            + " again and open the address that it shows.</p>");
  }

  static LoginPage alreadyUsed() {
    return new LoginPage(
        409,
        "This code has already been used",
        "<p role=\"alert\">A code can be used once. Run <code>bentoml cloud login</code>"
            + " again and open"
            + " the address that it shows.</p>");
  }

  LoginPage withStatus(int other) {
    return new LoginPage(other, title, content);
  }

  void send(ServerResponse response) {
    response.status(status);
    PageHeaders.set(response, "no-store", ALLOWED, "no-referrer");
    response.send(html().getBytes(StandardCharsets.UTF_8));
  }

  private String html() {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s - Bentoform</title>
        <style>%s</style>
        </head>
        <body>
        <main>
        <h1>%s</h1>
        %s
        </main>
        </body>
        </html>
        """
        .formatted(title, STYLE, title, content);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String sha256(String text) {
    return Base64.getEncoder().encodeToString(DigestUtils.sha256(text));
  }
}
