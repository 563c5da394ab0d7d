package dev.tagout.exporter.http;

import dev.tagout.exporter.format.Format;
import dev.tagout.exporter.receiver.AwayException;
import dev.tagout.exporter.receiver.Item;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A receiver of one's own: a finding in each request, or some of them, each in a line of its own.
 * With a key, {@code Tagout-Signature: t=<seconds since 1970>,v1=<hex>} has the HMAC-SHA256 of
 * {@code <t>.<body>}.
 */
public final class Webhook implements Dialect {
  static final String SIGNATURE = "Tagout-Signature";

  private final Credentials credentials;
  private final Optional<Secret> key;
  private final String contentType;
  private final Format format;
  private final Clock clock;

  public Webhook(
      Credentials credentials,
      Optional<Secret> key,
      String contentType,
      Format format,
      Clock clock) {
    this.credentials = credentials;
    this.key = key;
    this.contentType = contentType;
    this.format = format;
    this.clock = clock;
  }

  @Override
  public byte[] entry(Item item, int limit) {
    String text = item.text(format, limit - 1);
    return text == null ? null : (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void describe(HttpRequest.Builder request, byte[] body) throws AwayException {
    request.header("Content-Type", contentType);
    credentials.show(request);
    if (key.isPresent()) {
      request.header(
          SIGNATURE, signature(key.get().text(), clock.instant().getEpochSecond(), body));
    }
  }

  static String signature(String key, long seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
      return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void taken(List<Item> items, Answer answer) {
    items.forEach(Item::delivered);
  }

  @Override
  public Rejection rejected(List<Item> items, Answer answer) {
    // Libraries answer 400 to a signature that is wrong, proxies to a certificate that is.
    return new Rejection("it answers " + answer.said(), answer.status() == 400);
  }
}
