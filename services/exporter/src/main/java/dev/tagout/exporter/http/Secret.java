package dev.tagout.exporter.http;

import dev.tagout.exporter.receiver.AwayException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A credential in a file, read each time, so that a new one counts at once. Never shown: no message
 * tells anything of it but its file.
 */
public record Secret(Path file) {
  /** Of RFC 9110 §5.5 what every program takes. The JDK shows a header that it does not take. */
  private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]+");

  /** Control and format characters, a byte order mark among them. */
  private static final Pattern NO_TEXT = Pattern.compile("\\p{C}");

  /**
   * One line of text, without what is blank around it: a password, a key.
   *
   * @throws AwayException when the file cannot be read, is empty, or holds something else
   */
  public String text() throws AwayException {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw new AwayException(file + " is empty");
      }
      if (NO_TEXT.matcher(text).find()) {
        throw new AwayException(
            file + " must hold one line of text, without a byte order mark or control characters");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new AwayException(file + " is no text in UTF-8", e);
    } catch (IOException e) {
      throw new AwayException(file + " cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  /**
   * The same, as it can stand in a header: visible ASCII.
   *
   * @throws AwayException also when it is anything else
   */
  public String token() throws AwayException {
    String token = text();
    if (!VISIBLE_ASCII.matcher(token).matches()) {
      throw new AwayException(
          file + " holds what no header takes: a token is visible ASCII without blanks");
    }
    return token;
  }

  @Override
  public String toString() {
    return "the secret in " + file;
  }
}
