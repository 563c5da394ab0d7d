package dev.tagout.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.lab.infrastructure.Checkout;
import dev.tagout.lab.world.Ports;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The whole way, through everything that ships: the story must come out as it is told. */
class StoryE2E {
  private static final Checkout CHECKOUT = Checkout.current();

  @Test
  void everySceneOnTheSimulatorGoesAsExpected() throws InterruptedException {
    assertThat(tell(Demo.Stage.simulator)).isZero();
  }

  @Test
  @EnabledIfEnvironmentVariable(
      named = "TAGOUT_TEST_LIBVIRT",
      matches = "qemu:///system",
      disabledReason = "no libvirt: TAGOUT_TEST_LIBVIRT is not set")
  void everySceneOnLibvirtGoesAsExpected() throws InterruptedException {
    assertThat(tell(Demo.Stage.libvirt)).isZero();
  }

  private static int tell(Demo.Stage stage) throws InterruptedException {
    Path data = CHECKOUT.root().resolve("lab/world/target/story").resolve(stage.name());
    return new Demo(CHECKOUT, Ports.free(), data, System.out).tell(stage, true);
  }
}
