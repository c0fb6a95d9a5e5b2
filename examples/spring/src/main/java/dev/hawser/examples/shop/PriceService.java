package dev.hawser.examples.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Stands in for the other service, so that the example needs nothing else. */
@Component
class PriceService implements DisposableBean {
    private final HttpServer server;

    PriceService(@Value("${price-service.port}") int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
        server.createContext("/prices/", PriceService::answer);
        server.start();
    }

    /** An item costs ten for each letter of its name. */
    private static void answer(HttpExchange exchange) throws IOException {
        int letters = exchange.getRequestURI().getPath().length() - "/prices/".length();
        byte[] price = (letters * 10 + " EUR").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(200, price.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(price);
        }
    }

    @Override
    public void destroy() {
        server.stop(0);
    }
}
