package dev.hawser.spring.boot;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.coyote.AbstractProtocol;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jetty.JettyWebServer;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A Spring Boot application that answers, on a server of one kind and a random port. */
final class Backend implements AutoCloseable {
    private static final String AUTO =
            "org.springframework.boot.%s.autoconfigure.servlet.%sServletWebServerAutoConfiguration";
    static final String NO_JETTY = "--spring.autoconfigure.exclude=" + String.format(AUTO, "jetty", "Jetty");
    private static final String NO_TOMCAT = "--spring.autoconfigure.exclude=" + String.format(AUTO, "tomcat", "Tomcat");

    /** The servers. */
    enum Kind {
        TOMCAT,
        JETTY
    }

    /** No test waits for so long, however slow the machine is: what it waits for will not come any more. */
    static final long PATIENCE_SECONDS = 120;

    private final ServletWebServerApplicationContext context;
    private final Answers answers;

    Backend(Kind kind, String... properties) {
        String[] all = new String[properties.length + 3];
        all[0] = "--server.port=0";
        all[1] = kind == Kind.TOMCAT ? NO_JETTY : NO_TOMCAT;
        all[2] = "--spring.main.lazy-initialization=true";
        System.arraycopy(properties, 0, all, 3, properties.length);
        this.context = (ServletWebServerApplicationContext) SpringApplication.run(App.class, all);
        this.answers = context.getBean(Answers.class);
    }

    Answers answers() {
        return answers;
    }

    String url(String path) {
        return "http://localhost:"
                + Objects.requireNonNull(context.getWebServer()).getPort() + path;
    }

    /** How many connections the server itself counts as open. */
    int openConnections() {
        WebServer server = Objects.requireNonNull(context.getWebServer());
        if (server instanceof TomcatWebServer tomcat) {
            AbstractProtocol<?> protocol =
                    (AbstractProtocol<?>) tomcat.getTomcat().getConnector().getProtocolHandler();
            return (int) protocol.getConnectionCount() - 1; // its acceptor counts the next one before it comes
        }
        return Objects.requireNonNull(((JettyWebServer) server).getServer())
                .getConnectors()[0]
                .getConnectedEndPoints()
                .size();
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {
        @Bean
        Answers answers() {
            return new Answers();
        }
    }

    /** What the application answers. */
    @RestController
    static class Answers {
        private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
        private final CyclicBarrier six = new CyclicBarrier(6);
        private volatile Hold hold = new Hold();

        /** A request that is not answered for a while. */
        private static final class Hold {
            final CountDownLatch came = new CountDownLatch(1);
            final CountDownLatch released = new CountDownLatch(1);
        }

        /** Begins anew, as if nobody had asked yet. */
        void forget() {
            ports.clear();
            hold = new Hold();
        }

        /** The ports of the clients that have asked: one for each connection there ever was. */
        Set<Integer> clientPorts() {
            return ports;
        }

        /** Waits until a request is held. */
        void awaitHeld() throws InterruptedException {
            hold.came.await();
        }

        /** Has the request that is held answered. */
        void release() {
            hold.released.countDown();
        }

        @GetMapping("/text")
        String text(HttpServletRequest request) {
            ports.add(request.getRemotePort());
            return "text";
        }

        @PostMapping("/echo")
        String echo(@RequestBody String body) {
            return body;
        }

        /** Answers when six have asked. */
        @GetMapping("/six")
        String six(HttpServletRequest request) throws InterruptedException, BrokenBarrierException, TimeoutException {
            ports.add(request.getRemotePort());
            six.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return "six";
        }

        @GetMapping("/held")
        String held() throws InterruptedException {
            Hold mine = hold;
            mine.came.countDown();
            return mine.released.await(PATIENCE_SECONDS, TimeUnit.SECONDS) ? "held" : "forgotten";
        }
    }
}
