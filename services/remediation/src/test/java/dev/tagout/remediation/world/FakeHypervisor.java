package dev.tagout.remediation.world;

import dev.tagout.contracts.id.HostId;
import dev.tagout.contracts.id.VmId;
import dev.tagout.hypervisor.HypervisorException;
import dev.tagout.hypervisor.PowerControl;
import dev.tagout.hypervisor.PowerState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A hypervisor with every host of the platform {@code fake}, and no VM until a test runs one. */
public final class FakeHypervisor implements PowerControl {
  private static final Runnable NOTHING = () -> {};

  private final Map<VmId, Vm> vms = new ConcurrentHashMap<>();
  private final AtomicInteger inHand = new AtomicInteger();
  private final List<Integer> closings = new CopyOnWriteArrayList<>();

  /** From now on the VM runs there; every run of it has another identity. */
  public void runs(VmId vm, HostId host, String instance) {
    vms.put(vm, new Vm(host, instance));
  }

  /** What was done to the VM since it was run, in order; looking does not count. */
  public List<String> calls(VmId vm) {
    return List.copyOf(vms.get(vm).calls);
  }

  public boolean isRunning(VmId vm) {
    return vms.get(vm).running;
  }

  /** So many times it is not switched off, for a reason. */
  public void fails(VmId vm, int times) {
    vms.get(vm).failures = times;
  }

  public void ignoresShutDown(VmId vm) {
    vms.get(vm).ignoresShutDown = true;
  }

  public void ignoresPowerOff(VmId vm) {
    vms.get(vm).ignoresPowerOff = true;
  }

  /** It does not shut down, and this happens meanwhile, once. */
  public void ignoresShutDown(VmId vm, Runnable meanwhile) {
    ignoresShutDown(vm);
    vms.get(vm).whileAsked = meanwhile;
  }

  /** Once, right before it is switched off. */
  public void before(VmId vm, Runnable what) {
    vms.get(vm).before = what;
  }

  /** Once, right after it was switched off, before the caller hears of it. */
  public void after(VmId vm, Runnable what) {
    vms.get(vm).after = what;
  }

  @Override
  public boolean reaches(HostId host) {
    return host.platform().equals(FakeAdapter.TYPE);
  }

  @Override
  public Optional<PowerState> state(HostId host, VmId vm) {
    return Optional.ofNullable(vms.get(vm)).filter(v -> v.host.equals(host)).map(Vm::state);
  }

  @Override
  public void shutDown(HostId host, VmId vm, String instance) {
    Vm known = known(vm, "shutDown");
    known.running = known.running && known.ignoresShutDown;
    Runnable meanwhile = known.whileAsked;
    known.whileAsked = NOTHING;
    meanwhile.run();
  }

  @Override
  public void powerOff(HostId host, VmId vm, String instance) {
    inHand.incrementAndGet();
    try {
      powerOff(vm, instance);
    } finally {
      inHand.decrementAndGet();
    }
  }

  private void powerOff(VmId vm, String instance) {
    Vm known = known(vm, "powerOff");
    Runnable before = known.before;
    Runnable after = known.after;
    known.before = NOTHING;
    known.after = NOTHING;
    before.run();
    Vm now = vms.get(vm);
    if (now.running && !instance.equals(now.instance)) {
      throw new HypervisorException("it was started again");
    }
    known.running = known.running && known.ignoresPowerOff;
    after.run();
  }

  @Override
  public void save(HostId host, VmId vm, String instance) {
    known(vm, "save").running = false;
  }

  @Override
  public void disableAutostart(HostId host, VmId vm) {
    known(vm, "disableAutostart");
  }

  @Override
  public void close() {
    closings.add(inHand.get());
  }

  /** How many VMs were being switched off each time that it was closed, the last one last. */
  public List<Integer> closings() {
    return List.copyOf(closings);
  }

  private Vm known(VmId vm, String call) {
    Vm known = vms.get(vm);
    known.calls.add(call);
    if (known.failures > 0) {
      known.failures--;
      throw new HypervisorException("out of order");
    }
    return known;
  }

  private static final class Vm {
    private final HostId host;
    private final String instance;
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile boolean running = true;
    private volatile int failures;
    private volatile boolean ignoresShutDown;
    private volatile boolean ignoresPowerOff;
    private volatile Runnable whileAsked = NOTHING;
    private volatile Runnable before = NOTHING;
    private volatile Runnable after = NOTHING;

    private Vm(HostId host, String instance) {
      this.host = host;
      this.instance = instance;
    }

    private PowerState state() {
      return running ? new PowerState(true, instance) : PowerState.off();
    }
  }
}
