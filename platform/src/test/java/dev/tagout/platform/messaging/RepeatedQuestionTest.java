package dev.tagout.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RepeatedQuestionTest {
  private static final Duration EVERY = Duration.ofMillis(1);

  private final List<Throwable> unasked = new CopyOnWriteArrayList<>();

  @Test
  void asksAsSoonAsThereIsAClientToAskWith() throws InterruptedException {
    // Given
    String[] servers = {"no-port"};
    CountDownLatch failed = new CountDownLatch(2);
    CountDownLatch asked = new CountDownLatch(2);
    Supplier<Admin> admins = () -> RepeatedQuestion.admins(servers[0], EVERY).get();
    RepeatedQuestion question =
        new RepeatedQuestion(
            admins,
            EVERY,
            admin -> asked.countDown(),
            reason -> {
              unasked.add(reason);
              servers[0] = failed.getCount() > 1 ? "no-port" : "127.0.0.1:1";
              failed.countDown();
            });

    // When
    question.start("test");

    // Then
    asked.await();
    assertThat(unasked).hasSize(2).allMatch(KafkaException.class::isInstance);
    question.close();
  }

  @Test
  void asksOnAfterAnError() throws InterruptedException {
    // Given
    CountDownLatch asked = new CountDownLatch(3);
    RepeatedQuestion question =
        new RepeatedQuestion(
            RepeatedQuestion.admins("127.0.0.1:1", EVERY),
            EVERY,
            admin -> {
              asked.countDown();
              throw new NoClassDefFoundError("a class that is missing");
            },
            unasked::add);

    // When
    question.start("test");

    // Then
    asked.await();
    question.close();
    assertThat(unasked).isNotEmpty().allMatch(NoClassDefFoundError.class::isInstance);
  }
}
