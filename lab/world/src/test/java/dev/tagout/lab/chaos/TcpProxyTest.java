package dev.tagout.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TcpProxyTest {
  private ServerSocket echo;
  private TcpProxy proxy;

  @BeforeEach
  void begin() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
    proxy = new TcpProxy(echo.getLocalPort());
  }

  @AfterEach
  void end() throws IOException {
    proxy.close();
    echo.close();
  }

  private void serve() {
    while (true) {
      try {
        Socket client = echo.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (client) {
                    client.getInputStream().transferTo(client.getOutputStream());
                  } catch (IOException e) {
                    // The proxy broke it, as it was told to.
                  }
                });
      } catch (IOException e) {
        return;
      }
    }
  }

  @Test
  void passesBothWays() throws IOException {
    // Given
    try (Socket client = connect()) {
      // When
      client.getOutputStream().write(42);

      // Then
      assertThat(client.getInputStream().read()).isEqualTo(42);
    }
  }

  @Test
  void cutBreaksWhatIsOpenAndNotWhatComesAfter() throws IOException {
    // Given
    try (Socket client = connect()) {
      ask(client, 1);

      // When
      proxy.cut();

      // Then
      assertThatThrownBy(() -> ask(client, 2)).isInstanceOf(IOException.class);
    }
    try (Socket next = connect()) {
      assertThat(ask(next, 3)).isEqualTo(3);
    }
  }

  @Test
  void refusesUntilHealed() throws IOException {
    // Given
    proxy.refuse();

    // When
    assertThatThrownBy(
            () -> {
              try (Socket client = connect()) {
                ask(client, 1);
              }
            })
        .isInstanceOf(IOException.class);
    proxy.heal();

    // Then
    try (Socket client = connect()) {
      assertThat(ask(client, 2)).isEqualTo(2);
    }
  }

  @Test
  void aBlackHolePassesNothing() throws IOException {
    // Given
    try (Socket client = connect()) {
      ask(client, 1);
      client.setSoTimeout(200);

      // When
      proxy.blackhole();
      client.getOutputStream().write(2);

      // Then
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void whatABlackHoleTookComesOutWhenItIsHealed() throws IOException {
    // Given
    try (Socket client = connect()) {
      ask(client, 1);
      proxy.blackhole();
      client.getOutputStream().write(2);

      // When
      proxy.heal();

      // Then
      assertThat(client.getInputStream().read()).isEqualTo(2);
    }
  }

  @Test
  void delayLosesNothing() throws IOException {
    // Given
    proxy.delay(Duration.ofMillis(20));

    // When
    try (Socket client = connect()) {
      // Then
      assertThat(ask(client, 1)).isEqualTo(1);
      assertThat(ask(client, 2)).isEqualTo(2);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  private static int ask(Socket client, int value) throws IOException {
    client.getOutputStream().write(value);
    int answer = client.getInputStream().read();
    if (answer < 0) {
      throw new SocketException("ended");
    }
    return answer;
  }
}
