package dev.tagout.policy.bundle;

import dev.tagout.platform.log.LogKey;
import dev.tagout.policy.PolicyConfig;
import dev.tagout.policy.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A bundle in a file, or the newest {@code *.tar.gz} of a directory. A change is news; at the start
 * the file is news only if it was written after the last activation, so that a replica which starts
 * again, maybe with an older file, does not take back what was activated since.
 */
@ApplicationScoped
class BundleFile implements BundleSources.Source {
  private static final Logger LOG = Logger.getLogger(BundleFile.class);

  private final Database database;
  private final Path place;
  private String seen;
  private String looked = "";

  BundleFile(Database database, PolicyConfig config) {
    this.database = database;
    this.place = config.bundle().orElse(null);
  }

  @Override
  public String name() {
    return "file:" + place.getFileName();
  }

  @Override
  public Optional<byte[]> news() {
    try {
      Path file = Files.isDirectory(place) ? newest().orElse(null) : place;
      if (file == null) {
        return Optional.empty();
      }
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      looked =
          file
              + "|"
              + attributes.fileKey()
              + "|"
              + attributes.lastModifiedTime()
              + "|"
              + attributes.size();
      if (looked.equals(seen)) {
        return Optional.empty();
      }
      if (seen == null && isOlderThanTheActivePolicy(attributes.lastModifiedTime().toInstant())) {
        LOG.infof("bundle is older than what is active: %s", LogKey.SOURCE.is(name()));
        seen = looked;
        return Optional.empty();
      }
      return Optional.of(read(file, attributes.size()));
    } catch (NoSuchFileException e) {
      seen = "";
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void dealtWith() {
    seen = looked;
  }

  private static byte[] read(Path file, long size) throws IOException {
    // One that is too large is refused by its first bytes as well as by all of them.
    try (var in = Files.newInputStream(file)) {
      return size > BundleArchive.MAX_BYTES
          ? in.readNBytes(BundleArchive.MAX_BYTES + 1)
          : in.readAllBytes();
    }
  }

  private Optional<Path> newest() throws IOException {
    try (var files = Files.list(place)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".tar.gz"))
          .max(
              java.util.Comparator.comparing((Path file) -> file.toFile().lastModified())
                  .thenComparing(Path::getFileName));
    }
  }

  private boolean isOlderThanTheActivePolicy(Instant written) {
    return database
        .call(
            on ->
                on.first(
                    "SELECT activated_at FROM active_policy",
                    row -> row.getObject(1, OffsetDateTime.class).toInstant()))
        .map(written::isBefore)
        .orElse(false);
  }
}
