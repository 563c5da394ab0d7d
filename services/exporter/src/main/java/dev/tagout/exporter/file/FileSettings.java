package dev.tagout.exporter.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A file that findings are appended to.
 *
 * @param maxBytes of a line
 * @param maxSize of a file, in bytes
 * @param maxAge of its first line, as far as this process knows
 * @param keep so many full files are kept
 */
public record FileSettings(
    Path path, int maxBytes, long maxSize, Optional<Duration> maxAge, int keep) {}
