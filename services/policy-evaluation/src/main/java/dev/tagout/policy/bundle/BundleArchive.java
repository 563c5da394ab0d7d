package dev.tagout.policy.bundle;

import dev.tagout.contracts.json.ContractViolation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The files of a gzipped tar, within bounds. */
final class BundleArchive {
  /** A bundle of this many bytes and more, packed or unpacked, is none of ours. */
  static final int MAX_BYTES = 32 * 1024 * 1024;

  private static final int MAX_ENTRIES = 10_000;

  private BundleArchive() {}

  /**
   * Content by path, without a leading slash.
   *
   * @throws ContractViolation that says what is wrong with it
   */
  static SortedMap<String, byte[]> read(byte[] archive) {
    if (archive.length > MAX_BYTES) {
      throw new ContractViolation("bundle", "is larger than " + MAX_BYTES + " bytes");
    }
    SortedMap<String, byte[]> files = new TreeMap<>();
    long left = MAX_BYTES;
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isDirectory()) {
          continue;
        }
        if (files.size() == MAX_ENTRIES) {
          throw new ContractViolation("bundle", "has more than " + MAX_ENTRIES + " files");
        }
        byte[] content = tar.readNBytes((int) left + 1);
        left -= content.length;
        if (left < 0) {
          throw new ContractViolation("bundle", "is larger than " + MAX_BYTES + " bytes unpacked");
        }
        if (files.put(path(entry), content) != null) {
          throw new ContractViolation("bundle", "has a file twice: " + path(entry));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new ContractViolation("bundle", "is no gzipped tar: " + e.getMessage());
    }
    return files;
  }

  private static String path(TarArchiveEntry entry) {
    String path = entry.getName().replaceFirst("^\\.?/", "");
    if (!entry.isFile() || path.isEmpty() || Arrays.asList(path.split("/")).contains("..")) {
      throw new ContractViolation("bundle", "has an entry that is no file of it: " + path);
    }
    return path;
  }
}
