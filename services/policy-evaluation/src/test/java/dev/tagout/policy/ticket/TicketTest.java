package dev.tagout.policy.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TicketTest {
  @Test
  void isWrittenInTheFormThatTheHookReads() {
    // Given
    Ticket ticket = Some.ticket("web-01", "tagout: web-01 may start on host");

    // When
    String json = ticket.json();

    // Then
    assertThat(json)
        .isEqualTo(
            "{\"jti\":\"%s\",\"vm\":\"test:vm\",\"vmName\":\"web-01\",\"tier\":\"internal\","
                    .formatted(ticket.id())
                + "\"host\":\"test:host\",\"outcome\":\"ALLOWED\",\"admitted\":true,"
                + "\"failMode\":\"CLOSED\",\"message\":\"tagout: web-01 may start on host\","
                + "\"rules\":[\"patch/unknown\",\"tier/mixed\"],"
                + "\"notBefore\":\"2026-11-24T10:00:00Z\",\"validUntil\":\"2026-11-24T10:15:00Z\","
                + "\"nbf\":1795514400,\"exp\":1795515300,\"revision\":\"revision-1\","
                + "\"decision\":\"%s\",\"epoch\":7}".formatted(ticket.decision()));
  }

  @Test
  void aMessageIsCutBetweenCharacters() {
    // When
    Ticket ticket = Some.ticket("web-01", "\ud83d\ude00".repeat(2000));

    // Then
    assertThat(ticket.message()).hasSize(2 * Ticket.MAX_MESSAGE - 1).endsWith("\ude00…");
  }
}
