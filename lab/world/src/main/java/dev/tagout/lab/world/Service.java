package dev.tagout.lab.world;

import dev.tagout.lab.infrastructure.ChildProcess;
import dev.tagout.lab.infrastructure.JavaCommand;
import dev.tagout.lab.infrastructure.JavaCommand.Jit;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Quarkus program of this tree.
 *
 * @param module where it is built
 * @param heap as {@code -Xmx} wants it
 */
record Service(Program program, String module, String heap, Jit jit) {

  static final List<Service> ALL =
      List.of(
          new Service(Program.COLLECTOR, "services/collector", "160m", Jit.QUICK),
          new Service(Program.POLICY_EVALUATION, "services/policy-evaluation", "384m", Jit.FULL),
          new Service(Program.POLICY_EVALUATION_2, "services/policy-evaluation", "384m", Jit.FULL),
          new Service(Program.REMEDIATION, "services/remediation", "160m", Jit.QUICK),
          new Service(Program.EXPORTER, "services/exporter", "160m", Jit.FULL),
          new Service(Program.SIMULATOR, "hypervisors/simulator/server", "128m", Jit.QUICK));

  String name() {
    return program.toString();
  }

  /**
   * Starts it, and does not wait.
   *
   * @throws WorldException when it is not built
   */
  ChildProcess start(WorldSettings settings, Map<String, String> environment) {
    var jar =
        settings.checkout().root().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.exists(jar)) {
      throw new WorldException("%s is not built: %s is missing.".formatted(name(), jar));
    }
    var program = new ArrayList<String>();
    settings.hypervisors().forEach(host -> program.addAll(host.asSystemProperties()));
    program.addAll(List.of("-jar", jar.toString()));
    var command =
        new JavaCommand(
            heap,
            jit,
            Optional.of(settings.classArchives().resolve(name() + ".jsa")),
            program,
            List.of());
    return ChildProcess.start(name(), command.line(), environment, settings.log(name()));
  }
}
