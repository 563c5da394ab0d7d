package dev.tagout.policy.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagout.contracts.json.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever a VM is called, the hook's {@code sed} finds each member once. */
class TicketNamesTest {
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

  private static String all(String pattern, String text) {
    StringBuilder found = new StringBuilder();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.append(matcher.group(1)).append(';');
    }
    return found.toString();
  }
}
