package dev.tagout.exporter.file;

import dev.tagout.exporter.format.Format;
import dev.tagout.exporter.receiver.AwayException;
import dev.tagout.exporter.receiver.Batch;
import dev.tagout.exporter.receiver.Item;
import dev.tagout.exporter.receiver.Receiver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Appends findings to a file, one a line. A batch is settled when it is on the disk ({@code
 * fsync}). A last line without an end, which a crash leaves behind, is cut off: its finding was not
 * settled, and comes again. A full file is renamed to {@code <name>.<UTC time>}. When somebody else
 * takes the file away or changes its length, a new one is begun, or the end of it sought anew.
 */
public final class FileReceiver implements Receiver {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private static final String PERMISSIONS = "rw-r-----";
  private static final int CHUNK = 64 * 1024;

  private final FileSettings settings;
  private final Format format;
  private final Clock clock;
  private FileChannel lockFile;
  private FileLock lock;
  private FileChannel channel;
  private Object fileKey;
  private long size;
  private Instant firstLine;
  private int delivered;

  public FileReceiver(FileSettings settings, Format format, Clock clock) {
    this.settings = settings;
    this.format = format;
    this.clock = clock;
  }

  @Override
  public void deliver(Batch batch, Pulse pulse) throws AwayException {
    try {
      if (channel != null && !isAsWeLeftIt(size)) {
        close();
      }
      open();
      ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
      long end = size;
      for (Item item : batch.open()) {
        String text = item.text(format, settings.maxBytes() - 1);
        if (text == null) {
          continue;
        }
        byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
        if (isFull(end, line.length)) {
          write(buffer);
          rotate();
          end = 0;
        }
        if (end == 0) {
          firstLine = clock.instant();
        }
        if (line.length > buffer.remaining()) {
          write(buffer);
        }
        if (line.length > CHUNK) {
          writeAll(ByteBuffer.wrap(line));
        } else {
          buffer.put(line);
        }
        end += line.length;
      }
      write(buffer);
      channel.force(false);
      if (!isAsWeLeftIt(end)) {
        close();
        throw new AwayException(
            settings.path() + " was taken away or cut while it was written: leave that to us");
      }
      size = end;
      batch.open().forEach(Item::delivered);
      delivered++;
    } catch (IOException e) {
      takeBack();
      close();
      throw new AwayException(settings.path() + ": " + reason(e), e);
    }
  }

  /** Whether what we write to is what stands under the name, and nobody else wrote or cut it. */
  private boolean isAsWeLeftIt(long length) throws IOException {
    try {
      BasicFileAttributes there = Files.readAttributes(settings.path(), BasicFileAttributes.class);
      return Objects.equals(there.fileKey(), fileKey) && there.size() == length;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * What was written of a batch that comes again; else a full disk would fill up with beginnings.
   */
  private void takeBack() {
    try {
      if (channel != null) {
        channel.truncate(size);
      }
    } catch (IOException e) {
      // Then some lines are there twice, or the last one is cut off when the file is opened again.
    }
  }

  private boolean isFull(long end, int more) {
    return end > 0
        && (end + more > settings.maxSize()
            || settings.maxAge().isPresent()
                && clock.instant().isAfter(firstLine.plus(settings.maxAge().get())));
  }

  private void write(ByteBuffer buffer) throws IOException {
    buffer.flip();
    writeAll(buffer);
    buffer.clear();
  }

  private void writeAll(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private void open() throws IOException, AwayException {
    if (channel != null) {
      return;
    }
    Path file = settings.path();
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    lock(file.resolveSibling(file.getFileName() + ".lock"));
    boolean there = Files.exists(file);
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (!there && Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(PERMISSIONS));
    }
    firstLine =
        there && channel.size() > 0 ? Files.getLastModifiedTime(file).toInstant() : clock.instant();
    fileKey = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    size = endOfLastLine();
    channel.truncate(size);
    channel.position(size);
  }

  /** Two that write to a file would cut off each other's lines. */
  private void lock(Path file) throws IOException, AwayException {
    if (lock != null) {
      return;
    }
    lockFile = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      lock = lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      lockFile.close();
      throw new AwayException(settings.path() + " is written by somebody else: give each its own");
    }
  }

  private long endOfLastLine() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    long end = channel.size();
    while (end > 0) {
      long from = Math.max(0, end - CHUNK);
      buffer.clear().limit((int) (end - from));
      while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {
        // Until it is full.
      }
      for (int i = buffer.position() - 1; i >= 0; i--) {
        if (buffer.get(i) == '\n') {
          return from + i + 1;
        }
      }
      end = from;
    }
    return 0;
  }

  private void rotate() throws IOException, AwayException {
    channel.force(false);
    channel.close();
    channel = null;
    Path file = settings.path();
    // Behind all others by its name, also when clocks are set back.
    Instant now = clock.instant();
    List<Path> earlier = fullFiles();
    Path full = file.resolveSibling(file.getFileName() + "." + TIME.format(now));
    while (!earlier.isEmpty()
        && full.getFileName().compareTo(earlier.getLast().getFileName()) <= 0) {
      now = TIME.parse(time(earlier.getLast()), Instant::from).plusMillis(1);
      full = file.resolveSibling(file.getFileName() + "." + TIME.format(now));
    }
    Files.move(file, full);
    open();
    List<Path> old = fullFiles();
    for (Path tooOld : old.subList(0, Math.max(0, old.size() - settings.keep()))) {
      Files.deleteIfExists(tooOld);
    }
  }

  private static String time(Path full) {
    String name = full.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The oldest first: their names say when they were full. */
  private List<Path> fullFiles() throws IOException {
    Path file = settings.path().toAbsolutePath();
    Pattern name =
        Pattern.compile(Pattern.quote(file.getFileName().toString()) + "\\.\\d{8}T\\d{9}Z");
    List<Path> full = new ArrayList<>();
    try (var files = Files.newDirectoryStream(file.getParent())) {
      files.forEach(
          path -> {
            if (name.matcher(path.getFileName().toString()).matches()) {
              full.add(path);
            }
          });
    }
    full.sort(null);
    return full;
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }

  @Override
  public int settled(Pulse pulse) throws AwayException {
    if (channel == null) {
      try {
        open();
      } catch (IOException e) {
        close();
        throw new AwayException(settings.path() + ": " + reason(e), e);
      }
    }
    int settled = delivered;
    delivered = 0;
    return settled;
  }

  @Override
  public boolean isThere() {
    return channel != null;
  }

  @Override
  public int finish() {
    int settled = delivered;
    delivered = 0;
    return settled;
  }

  @Override
  public void close() {
    closeQuietly(channel);
    channel = null;
    closeQuietly(lockFile);
    lock = null;
  }

  private static void closeQuietly(FileChannel file) {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        // What is not on the disk was not settled.
      }
    }
  }
}
