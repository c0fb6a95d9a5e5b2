package dev.hawser.urlconnection;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;

/** Tomcat, which answers when six ask at once, says how long it keeps connections, and counts them. It closes none by itself. */
final class WaveServer implements AutoCloseable {
    private static final int WAVE = 6;

    private final Tomcat tomcat = new Tomcat();
    private final CyclicBarrier wave = new CyclicBarrier(WAVE);
    private final Map<Integer, Integer> requestsByPort = new ConcurrentHashMap<>();

    WaveServer(Path directory, int keepAliveSeconds) throws LifecycleException {
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("keepAliveTimeout", "60000");
        tomcat.getConnector().setProperty("useKeepAliveResponseHeader", "false");
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "waves", new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                requestsByPort.merge(request.getRemotePort(), 1, Integer::sum);
                awaitWave();
                response.setHeader("Keep-Alive", "timeout=" + keepAliveSeconds);
                response.getOutputStream().print("hello");
            }
        });
        context.addServletMappingDecoded("/*", "waves");
        tomcat.start();
    }

    private void awaitWave() throws IOException {
        try {
            wave.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException("no six at once", e);
        }
    }

    String url() {
        return "http://localhost:" + tomcat.getConnector().getLocalPort() + "/";
    }

    /** How many connections have carried requests. */
    int connections() {
        return requestsByPort.size();
    }

    /** How many connections have carried more than one request. */
    long reused() {
        return requestsByPort.values().stream().filter(requests -> requests > 1).count();
    }

    /** How many connections are open. Tomcat counts the one that it waits for, too. */
    long open() {
        return ((AbstractProtocol<?>) tomcat.getConnector().getProtocolHandler()).getConnectionCount() - 1;
    }

    /** Waits until so many connections are open; false if they are not in time. */
    boolean awaitOpen(long count, long millis) throws InterruptedException {
        long deadline = System.currentTimeMillis() + millis;
        while (open() != count && System.currentTimeMillis() < deadline) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return open() == count;
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
