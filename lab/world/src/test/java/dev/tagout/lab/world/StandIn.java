package dev.tagout.lab.world;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Takes the place of a service: is ready at once, says what it was told, and dies when asked to.
 * Knows which service it is by the path of its jar.
 */
public final class StandIn {

  private StandIn() {}

  public static void main(String[] arguments) throws IOException {
    var jar = System.getProperty("java.class.path");
    var service =
        Service.ALL.stream().filter(s -> jar.contains(s.module() + "/")).findFirst().orElseThrow();
    var port = Integer.parseInt(System.getenv(service.program().portVariable()));
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/q/health/ready", exchange -> answer(exchange, "{}"));
    server.createContext("/told", exchange -> answer(exchange, told()));
    server.createContext(
        "/die",
        exchange -> {
          System.err.println("about to die");
          Runtime.getRuntime().halt(7);
        });
    server.start();
    System.out.println("stand-in for " + service.name());
  }

  private static String told() {
    var all = new TreeMap<String, String>(System.getenv());
    Properties properties = System.getProperties();
    properties.stringPropertyNames().forEach(name -> all.put(name, properties.getProperty(name)));
    var text = new StringBuilder();
    all.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return text.toString();
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
