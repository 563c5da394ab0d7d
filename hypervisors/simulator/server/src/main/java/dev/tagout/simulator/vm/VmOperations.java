package dev.tagout.simulator.vm;

import dev.tagout.contracts.decision.Operation;
import dev.tagout.contracts.event.StopCause;
import dev.tagout.simulator.gate.Hook;
import dev.tagout.simulator.gate.Permission;
import dev.tagout.simulator.problem.Problem;
import dev.tagout.simulator.problem.ProblemException;
import dev.tagout.simulator.world.Definition;
import dev.tagout.simulator.world.Name;
import dev.tagout.simulator.world.Power;
import dev.tagout.simulator.world.Vm;
import dev.tagout.simulator.world.World;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What can be done with VMs, one operation at a time for each. While the hook waits for the gate
 * the VM is as it was, and other operations on it wait.
 */
@Singleton
class VmOperations {
  private final World world;
  private final Hook hook;
  private final Jobs jobs = new Jobs();
  private final ConcurrentHashMap<Name, CompletableFuture<Outcome>> starts =
      new ConcurrentHashMap<>();

  VmOperations(World world, Hook hook) {
    this.world = world;
    this.hook = hook;
  }

  Vm define(Definition definition) {
    return jobs.run(definition.name(), () -> world.define(definition));
  }

  void remove(Name name) {
    jobs.run(
        name,
        () -> {
          world.remove(name);
          return name;
        });
  }

  /**
   * Starts the VM if the gate admits it. Whoever asks while a start of this VM is under way gets
   * the answer of that one.
   */
  Outcome start(Name name, String requestedBy) {
    CompletableFuture<Outcome> mine = new CompletableFuture<>();
    CompletableFuture<Outcome> underWay = starts.putIfAbsent(name, mine);
    if (underWay != null) {
      return await(underWay);
    }
    return jobs.run(
        name,
        () -> {
          try {
            mine.complete(startNow(name, requestedBy));
          } catch (RuntimeException e) {
            mine.completeExceptionally(e);
          } finally {
            starts.remove(name);
          }
          return await(mine);
        });
  }

  /**
   * Moves the running VM if the gate admits it on the other host; else it runs on where it is.
   *
   * @throws dev.tagout.contracts.json.ContractViolation that names {@code to} when there is no such
   *     host
   */
  Outcome migrate(Name name, Name to, String requestedBy) {
    return jobs.run(
        name,
        () -> {
          Vm vm = world.require(name);
          world.requireHost(to, "to");
          if (vm.power() instanceof Power.Off || vm.host().equals(to)) {
            return new Outcome.Done(world.migrate(name, to));
          }
          return onceAdmitted(
              vm,
              hook.ask(vm, to, Operation.MIGRATE_IN, requestedBy),
              "was not migrated",
              () -> world.migrate(name, to));
        });
  }

  Vm stop(Name name, Optional<Name> on, Optional<String> run, StopCause cause) {
    return where(name, on, vm -> world.stop(name, run, cause));
  }

  Vm autostart(Name name, Optional<Name> on, boolean enabled) {
    return where(name, on, vm -> world.autostart(name, enabled));
  }

  private Vm where(Name name, Optional<Name> on, Function<Vm, Vm> operation) {
    return jobs.run(
        name,
        () -> {
          Vm vm = world.require(name);
          if (on.isPresent() && !on.get().equals(vm.host())) {
            throw ProblemException.conflict(
                "vm-elsewhere", name + " is on " + vm.host() + ", not on " + on.get());
          }
          return operation.apply(vm);
        });
  }

  private Outcome startNow(Name name, String requestedBy) {
    Vm vm = world.require(name);
    return switch (vm.power()) {
      case Power.Running running -> new Outcome.Done(vm);
      case Power.Off off ->
          onceAdmitted(
              vm,
              hook.ask(
                  vm, vm.host(), off.saved() ? Operation.RESTORE : Operation.START, requestedBy),
              "was not started",
              () -> world.start(name));
    };
  }

  private static Outcome onceAdmitted(
      Vm vm, Permission permission, String otherwise, Supplier<Vm> operation) {
    return switch (permission) {
      case Permission.Granted granted -> new Outcome.Done(operation.get());
      case Permission.Refused refused ->
          new Outcome.NotDone(Problem.refused(refused.message(), refused.decision()));
      case Permission.Undecided undecided ->
          new Outcome.NotDone(
              Problem.undecided(
                  "%s %s: %s, and without an answer nothing runs here"
                      .formatted(vm.name(), otherwise, undecided.reason())));
    };
  }

  private static Outcome await(CompletableFuture<Outcome> outcome) {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
