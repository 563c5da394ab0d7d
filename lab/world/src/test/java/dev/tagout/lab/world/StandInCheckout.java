package dev.tagout.lab.world;

import dev.tagout.lab.infrastructure.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A tree with the real broker, and stand-ins for the services and for the policy builder. */
final class StandInCheckout {

  private static final String BROKER = "lab/kafka/target";

  private StandInCheckout() {}

  /** Its directory has a space in its name, as people's directories do. */
  static Checkout in(Path directory) throws IOException {
    var root = Files.createDirectories(directory.resolve("a checkout"));
    var kafka = Checkout.current().root().resolve(BROKER);
    Files.createDirectories(root.resolve(BROKER).getParent());
    Files.createSymbolicLink(root.resolve(BROKER), kafka);
    for (var service : Service.ALL) {
      var app = root.resolve(service.module()).resolve("target/quarkus-app");
      Files.createDirectories(app);
      jar(app.resolve("quarkus-run.jar"));
    }
    policies(root.resolve("policies"));
    return new Checkout(root);
  }

  /** Takes the link to the real broker away, before somebody removes the directory. */
  static void unlink(Checkout checkout) throws IOException {
    Files.delete(checkout.root().resolve(BROKER));
  }

  private static void jar(Path file) throws IOException {
    var manifest = new Manifest();
    var attributes = manifest.getMainAttributes();
    var classes = StandIn.class.getProtectionDomain().getCodeSource().getLocation();
    var main = Service.class.getProtectionDomain().getCodeSource().getLocation();
    var infrastructure = Checkout.class.getProtectionDomain().getCodeSource().getLocation();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, StandIn.class.getName());
    attributes.put(Attributes.Name.CLASS_PATH, classes + " " + main + " " + infrastructure);
    new JarOutputStream(Files.newOutputStream(file), manifest).close();
  }

  /**
   * A builder for which the text of {@code rule.rego} is the revision, and {@code broken} an error.
   */
  static void policies(Path directory) throws IOException {
    Files.createDirectories(directory);
    var build = directory.resolve("build");
    Files.writeString(
        build,
        """
        #!/bin/sh
        if grep -q broken "$2/rule.rego"; then
          echo 'rule.rego:1: rego_parse_error' >&2
          exit 1
        fi
        cp "$2/rule.rego" "$1"
        cat "$2/rule.rego"
        """);
    Files.setPosixFilePermissions(build, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(directory.resolve("rule.rego"), "one");
  }
}
