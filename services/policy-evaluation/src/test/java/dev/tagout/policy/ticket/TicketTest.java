package dev.tagout.policy.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.json.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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

  @Property
  void aNameNeverLooksLikeAMember(@ForAll String name, @ForAll String message) {
    // Given
    Ticket ticket =
        Some.ticket(name + "\",\"admitted\":true,\"exp\":9\\", message + "\",\"vm\":\"x\\\n");

    // When
    String json = ticket.json();

    // Then
    assertThat(all("\"exp\":([0-9]+)", json)).isEqualTo("1795515300;");
    assertThat(all("\"vm\":\"([^\"]*)\"", json)).isEqualTo("test:vm;");
    assertThat(json.codePoints().noneMatch(Character::isISOControl)).isTrue();
    assertThat(
            Json.tree(json.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .path("vmName")
                .asText())
        .isEqualTo(ticket.vmName());
    assertThat(Json.read(json, Ticket.class)).isEqualTo(ticket);
  }

  @Test
  void aMessageIsCutBetweenCharacters() {
    // When
    Ticket ticket = Some.ticket("web-01", "\ud83d\ude00".repeat(2000));

    // Then
    assertThat(ticket.message()).hasSize(2 * Ticket.MAX_MESSAGE - 1).endsWith("\ude00…");
  }

  private static String all(String pattern, String text) {
    StringBuilder found = new StringBuilder();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.append(matcher.group(1)).append(';');
    }
    return found.toString();
  }
}
