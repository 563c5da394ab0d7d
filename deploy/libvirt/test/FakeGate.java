import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A gate that says what a test tells it to and keeps what it was asked. Run as {@code java FakeGate.java DIR}.
 *
 * <p>It listens on a free port of the loopback address and writes the port to {@code DIR/port}. The n-th request is kept as
 * {@code DIR/n.body}, {@code DIR/n.headers} and, last and at once, {@code DIR/n.request} (method and URI). The answer is the
 * status in {@code DIR/status} ({@code hang} for none at all) with the body {@code DIR/answer} and, if it exists, the header
 * {@code Tagout-Decision} from {@code DIR/decision}.
 */
public final class FakeGate {

    private final Path directory;
    private final AtomicInteger requests = new AtomicInteger();

    private FakeGate(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] args) throws IOException {
        var gate = new FakeGate(Path.of(args[0]));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", gate::answer);
        server.start();
        gate.write("port", Integer.toString(server.getAddress().getPort()).getBytes());
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestURI().getPath().equals("/")) { // the installer looks whether anybody is there
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        var headers = new StringBuilder();
        exchange.getRequestHeaders().forEach((name, values) ->
                values.forEach(value -> headers.append(name).append(": ").append(value).append('\n')));
        int number = requests.incrementAndGet();
        write(number + ".body", body);
        write(number + ".headers", headers.toString().getBytes());
        write(number + ".request", (exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n").getBytes());

        String status = Files.readString(directory.resolve("status")).strip();
        if (status.equals("hang")) {
            return; // neither answered nor closed
        }
        try {
            exchange.getResponseHeaders().set("Tagout-Decision", Files.readString(directory.resolve("decision")).strip());
        } catch (NoSuchFileException none) {
            // an answer without a decision
        }
        byte[] answer = Files.readAllBytes(directory.resolve("answer"));
        exchange.sendResponseHeaders(Integer.parseInt(status), answer.length == 0 ? -1 : answer.length);
        try (var out = exchange.getResponseBody()) {
            out.write(answer);
        }
    }

    private void write(String name, byte[] content) throws IOException {
        Path whole = Files.write(directory.resolve(name + ".part"), content);
        Files.move(whole, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
