package dev.tagout.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which findings a file got since we looked first, each counted once. */
final class Arrivals {
  private static final Pattern ID = Pattern.compile("\"uid\":\"([0-9a-f-]{36})\"");

  private final Path file;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
  private final Set<String> ids = new HashSet<>();
  private long position;

  Arrivals(Path file) {
    this.file = file;
    try {
      this.position = Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many of these did not come. */
  long missing(Set<String> sent) {
    return sent.stream().filter(id -> !ids.contains(id)).count();
  }

  /** How many different ones there are by now. */
  int now() {
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(buffer.clear(), position) > 0) {
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
        int whole = text.lastIndexOf('\n') + 1;
        if (whole == 0) {
          break;
        }
        for (Matcher id = ID.matcher(text.substring(0, whole)); id.find(); ) {
          ids.add(id.group(1));
        }
        position += whole;
      }
      return ids.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
