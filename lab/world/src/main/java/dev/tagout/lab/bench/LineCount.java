package dev.tagout.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many lines a file has that grows; each is looked at once. */
final class LineCount {
  private final Path file;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
  private long position;
  private long lines;

  LineCount(Path file) {
    this.file = file;
  }

  long now() {
    if (!Files.exists(file)) {
      return lines;
    }
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(buffer.clear(), position) > 0) {
        for (int i = 0; i < buffer.position(); i++) {
          if (buffer.get(i) == '\n') {
            lines++;
          }
        }
        position += buffer.position();
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
