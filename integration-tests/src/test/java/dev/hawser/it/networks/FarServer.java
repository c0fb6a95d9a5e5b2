package dev.hawser.it.networks;

import dev.hawser.Protocol;
import dev.hawser.it.process.ChildJvm;
import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own on the far side. {@code /bytes/n} is answered with so many bytes, {@code /drip/n} with so
 * many that come 100 at a time every 20 ms.
 */
final class FarServer implements AutoCloseable {
    private static final int END_SECONDS = 10;

    private final Process process;
    private final int port;

    private FarServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one, and returns once it listens. */
    static FarServer start(FarSide side, Protocol protocol) throws IOException {
        Process process = new ProcessBuilder(ChildJvm.command(
                        side.prefix(), FarServer.class, side.server().getHostAddress(), protocol.name()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null) {
            process.destroyForcibly();
            throw new IOException("the server on the far side ended");
        }
        return new FarServer(process, Integer.parseInt(line));
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            process.getInputStream().close();
        }
    }

    /** Serves at the address until its input ends, as it does with the process that started it. */
    public static void main(String[] arguments) throws IOException {
        try (TestServer server = new TestServer()) {
            server.handler(request -> answer(request.path()));
            server.protocols(List.of(Protocol.valueOf(arguments[1])));
            server.start(InetAddress.getByName(arguments[0]), 0);
            System.out.println(server.port());
            System.in.transferTo(System.out);
        }
    }

    private static MockResponse answer(String path) {
        String[] words = path.split("/");
        MockResponse.Builder response = new MockResponse.Builder().body(new byte[Integer.parseInt(words[2])]);
        return words[1].equals("drip")
                ? response.throttleBody(100, Duration.ofMillis(20)).build()
                : response.build();
    }
}
