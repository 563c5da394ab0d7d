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
 * {@code Tagout-Decision} from {@code DIR/decision}, and the same for {@code Tagout-Ticket-Epoch} from {@code DIR/epoch}.
 *
 * <p>Tickets are answered with the status in {@code DIR/tickets.status} (none: 404) and the body {@code DIR/tickets}. The n-th
 * report of uses is kept as {@code DIR/uses.n} and {@code DIR/uses.n.query}, and answered with the status in {@code
 * DIR/uses.status} (none: 200) and the body {@code DIR/uses.answer} (none: all were recorded); one that holds what stands in
 * {@code DIR/uses.unreadable}, with status 400 and the problem document of the real gate. If there is a {@code DIR/plant}, it
 * becomes the file that {@code DIR/plant.as} names, once, while a question is answered: what another hook does meanwhile.
 */
public final class FakeGate {

    private final Path directory;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger reports = new AtomicInteger();

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
        if (exchange.getRequestURI().getPath().startsWith("/v1/tickets")) {
            answerTickets(exchange, body);
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
        header(exchange, "Tagout-Decision", "decision");
        header(exchange, "Tagout-Ticket-Epoch", "epoch");
        if (Files.exists(directory.resolve("plant"))) {
            Files.move(directory.resolve("plant"), Path.of(Files.readString(directory.resolve("plant.as")).strip()));
        }
        byte[] answer = Files.readAllBytes(directory.resolve("answer"));
        exchange.sendResponseHeaders(Integer.parseInt(status), answer.length == 0 ? -1 : answer.length);
        try (var out = exchange.getResponseBody()) {
            out.write(answer);
        }
    }

    private void answerTickets(HttpExchange exchange, byte[] body) throws IOException {
        boolean uses = exchange.getRequestURI().getPath().endsWith("/uses");
        if (uses) {
            int number = reports.incrementAndGet();
            write("uses." + number + ".query", (exchange.getRequestURI().getRawQuery() + "\n").getBytes());
            write("uses." + number, body);
            String unreadable = read("uses.unreadable", "");
            if (!unreadable.isEmpty() && new String(body).contains(unreadable)) {
                respond(exchange, "400", "{\"type\":\"urn:tagout:problem:invalid\",\"title\":\"Invalid request\",\"status\":400,"
                        + "\"detail\":\"[1].at: must be RFC 3339\",\"code\":\"invalid\",\"field\":\"[1].at\"}");
                return;
            }
        }
        String all = "{\"result\":\"RECORDED\"},".repeat(new String(body).split("\"ticket\"", -1).length - 1);
        String status = read(uses ? "uses.status" : "tickets.status", uses ? "200" : "404");
        respond(exchange, status, read(uses ? "uses.answer" : "tickets", "{\"receipts\":[" + all + "]}"));
    }

    private static void respond(HttpExchange exchange, String status, String text) throws IOException {
        byte[] answer = text.getBytes();
        exchange.sendResponseHeaders(Integer.parseInt(status), answer.length);
        try (var out = exchange.getResponseBody()) {
            out.write(answer);
        }
    }

    private String read(String name, String otherwise) throws IOException {
        try {
            return Files.readString(directory.resolve(name)).strip();
        } catch (NoSuchFileException none) {
            return otherwise;
        }
    }

    private void header(HttpExchange exchange, String name, String file) throws IOException {
        String value = read(file, "");
        if (!value.isEmpty()) {
            exchange.getResponseHeaders().set(name, value);
        }
    }

    private void write(String name, byte[] content) throws IOException {
        Path whole = Files.write(directory.resolve(name + ".part"), content);
        Files.move(whole, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
