package dev.hawser.benchmarks.lending;

import dev.hawser.benchmarks.server.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Address;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.internal.connection.RealCall;
import okhttp3.internal.connection.RealConnection;
import okhttp3.internal.connection.RealConnectionPool;

/**
 * OkHttp's pool behind a fair semaphore: it has no limit and lets nobody wait, so its users bound it by one. Its public
 * class lends nothing; this borrows as its own calls do, for a call each, connections to a small server.
 */
final class OkHttpLender implements Lender<RealCall> {
    private final Server server;
    private final OkHttpClient client;
    private final RealConnectionPool pool;
    private final Request request;
    private final Address address;
    private final Semaphore permits;

    OkHttpLender(int connections) throws IOException, InterruptedException {
        server = Server.start(Server.Kind.JAVA, List.of());
        ConnectionPool connectionPool = new ConnectionPool(connections, 1, TimeUnit.HOURS);
        client = new OkHttpClient.Builder().connectionPool(connectionPool).build();
        pool = connectionPool.getDelegate$okhttp();
        request = new Request.Builder().url(server.url("127.0.0.1").toString()).build();
        permits = new Semaphore(connections, true);
        address = open(connections);
    }

    /** Makes so many connections; returns what they are kept under. */
    private Address open(int connections) throws IOException, InterruptedException {
        CyclicBarrier together = new CyclicBarrier(connections); // so that each call has a connection of its own
        AtomicReference<Address> found = new AtomicReference<>();
        OkHttpClient opening = client.newBuilder()
                .addNetworkInterceptor(chain -> {
                    found.set(Objects.requireNonNull(chain.connection()).route().address());
                    try {
                        together.await();
                    } catch (Exception e) {
                        throw new IOException(e);
                    }
                    return chain.proceed(chain.request());
                })
                .build();
        ExecutorService callers = Executors.newFixedThreadPool(connections);
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                calls.add(callers.submit(
                        () -> opening.newCall(request).execute().body().bytes()));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("no connections to lend", e);
        } finally {
            callers.shutdown();
        }
        return Objects.requireNonNull(found.get());
    }

    @Override
    public RealCall borrow() throws InterruptedException, IOException {
        permits.acquire();
        RealCall call = (RealCall) client.newCall(request);
        if (pool.callAcquirePooledConnection$okhttp(false, address, call, null, false) == null) {
            throw new IOException("a permit, but no connection");
        }
        return call;
    }

    @Override
    public void giveBack(RealCall call) throws IOException {
        RealConnection connection = Objects.requireNonNull(call.getConnection());
        synchronized (connection) { // as its own calls do
            if (call.releaseConnectionNoEvents$okhttp() != null) {
                throw new IOException("the connection is to be closed");
            }
        }
        permits.release();
    }

    @Override
    public void close() throws IOException {
        client.connectionPool().evictAll();
        server.close();
    }
}
