package dev.tagout.lab.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tagout.lab.fleet.Api;
import dev.tagout.lab.fleet.UnexpectedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A policy author who changes a rule beside the world's own policies. */
final class Authoring {
  private static final String GZIP = "application/gzip";

  private final Path policies;
  private final Path directory;
  private final Api policy;

  /**
   * @param policies what is copied and changed
   * @param directory for the copy and the bundle
   */
  Authoring(Path policies, Path directory, Api policy) {
    this.policies = policies;
    this.directory = directory;
    this.policy = policy;
  }

  /** A bundle of the pack with one line changed. */
  Path build(String file, String from, String to) throws InterruptedException {
    Path copy = PolicyCopy.of(policies, directory.resolve("changed")).directory();
    Path bundle = directory.resolve("changed.tar.gz");
    try {
      Path rule = copy.resolve(file);
      String text = Files.readString(rule);
      UnexpectedException.unless(text.contains(from), rule + " does not say " + from);
      Files.writeString(rule, text.replace(from, to));
      Process build =
          new ProcessBuilder(
                  policies.resolve("build").toString(), bundle.toString(), copy.toString())
              .redirectErrorStream(true)
              .start();
      String said =
          new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      UnexpectedException.unless(build.waitFor() == 0, "the changed pack was not built: " + said);
      return bundle;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode post(String path, Path bundle) throws InterruptedException {
    return required(policy.post(path, bundle, GZIP), path);
  }

  JsonNode post(String path) throws InterruptedException {
    return required(policy.post(path), path);
  }

  private static JsonNode required(Api.Answer answer, String path) {
    UnexpectedException.unless(answer.isOk(), "POST " + path + " answered " + answer.body());
    return answer.body();
  }
}
