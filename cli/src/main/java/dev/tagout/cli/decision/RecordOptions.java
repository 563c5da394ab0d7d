package dev.tagout.cli.decision;

import dev.tagout.cli.CliException;
import dev.tagout.cli.ExitCode;
import dev.tagout.contracts.json.ContractViolation;
import dev.tagout.contracts.json.Json;
import dev.tagout.contracts.record.RecordVerification;
import dev.tagout.contracts.record.Seal;
import dev.tagout.contracts.signature.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What whoever checks the record brings along. */
public final class RecordOptions {
  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "A public key (PEM, Ed25519) that seals may be signed by; may be given again for older keys."
              + " Unless given, the service is believed in what its keys are.")
  private List<Path> keyFiles = new ArrayList<>();

  @Option(
      names = "--seals",
      paramLabel = "FILE",
      description =
          "Seals that were kept elsewhere, one as JSON in each line: the values of the topic"
              + " tagout.record.v1. They are compared with those of the service.")
  private Path sealsFile;

  /** Whether the keys come from who checks, and not from who is checked. */
  public boolean areKeysGiven() {
    return !keyFiles.isEmpty();
  }

  /** Whether anything was brought along. */
  public boolean areGiven() {
    return areKeysGiven() || sealsFile != null;
  }

  /**
   * A check of the record.
   *
   * @throws CliException when a file is not what it should be
   * @throws ContractViolation when the service's keys or the seals make no sense
   */
  public RecordVerification verification(RecordOfService record) {
    List<Seal> kept = sealsFile == null ? List.of() : seals(sealsFile);
    List<VerificationKey> keys =
        areKeysGiven() ? keyFiles.stream().map(RecordOptions::key).toList() : record.keys();
    return new RecordVerification(record, keys, areKeysGiven(), kept);
  }

  private static VerificationKey key(Path file) {
    try {
      return VerificationKey.parse(read(file));
    } catch (ContractViolation e) {
      throw new CliException(ExitCode.WRONG_USAGE, file + " is no Ed25519 public key in PEM");
    }
  }

  private static List<Seal> seals(Path file) {
    List<Seal> seals = new ArrayList<>();
    int number = 0;
    for (String line : read(file).lines().toList()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        seals.add(Json.read(line, Seal.class));
      } catch (ContractViolation e) {
        throw new CliException(
            ExitCode.WRONG_USAGE,
            "line %d of %s is no seal: %s".formatted(number, file, e.getMessage()));
      }
    }
    return seals;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new CliException(ExitCode.WRONG_USAGE, "there is no file " + file);
    } catch (IOException e) {
      throw new CliException(ExitCode.WRONG_USAGE, "cannot read " + file);
    }
  }
}
