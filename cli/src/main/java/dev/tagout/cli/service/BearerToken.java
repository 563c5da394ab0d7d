package dev.tagout.cli.service;

import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Who asks (RFC 6750). Never printed: neither by a message nor by {@link #toString()}. */
public final class BearerToken {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
  private static final int MAX_LENGTH = 16_384;

  private final String value;

  private BearerToken(String value) {
    this.value = value;
  }

  /**
   * @param where it was found, for the message
   * @throws CliException when it has not the shape of a bearer token
   */
  static BearerToken of(String text, String where) {
    String value = text.strip();
    if (value.length() > MAX_LENGTH || !SHAPE.matcher(value).matches()) {
      throw new CliException(ExitCode.WRONG_USAGE, where + " holds no bearer token");
    }
    return new BearerToken(value);
  }

  /** The token that a file holds. */
  static BearerToken read(Path file) {
    try {
      if (Files.size(file) > 2 * MAX_LENGTH) {
        throw new CliException(ExitCode.WRONG_USAGE, file + " holds no bearer token");
      }
      return of(Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new CliException(ExitCode.WRONG_USAGE, "there is no token file " + file);
    } catch (IOException e) {
      throw new CliException(ExitCode.WRONG_USAGE, "cannot read the token file " + file);
    }
  }

  String header() {
    return "Bearer " + value;
  }

  @Override
  public String toString() {
    return "a bearer token";
  }
}
