package dev.tagout.exporter.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An authority and what it signed, by openssl. */
public final class Certificates {
  private final Path directory;

  private Certificates(Path directory) {
    this.directory = directory;
  }

  /** A new authority. */
  public static Certificates in(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Certificates certificates = new Certificates(directory);
    run(
        directory,
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=Tagout test authority",
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem");
    return certificates;
  }

  public Path authority() {
    return directory.resolve("ca.pem");
  }

  public Path certificate(String name) {
    return directory.resolve(name + ".pem");
  }

  public Path key(String name) {
    return directory.resolve(name + ".key");
  }

  /** A certificate for a DNS name or an address, such as {@code IP:127.0.0.1}. */
  public Certificates with(String name, String subjectAlternativeName) {
    try {
      Files.writeString(
          directory.resolve(name + ".ext"), "subjectAltName=" + subjectAlternativeName + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(
        directory,
        "openssl",
        "req",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=" + name,
        "-keyout",
        name + ".key",
        "-out",
        name + ".csr");
    run(
        directory,
        "openssl",
        "x509",
        "-req",
        "-days",
        "2",
        "-in",
        name + ".csr",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-extfile",
        name + ".ext",
        "-out",
        name + ".pem");
    return this;
  }

  private static void run(Path directory, String... command) {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
