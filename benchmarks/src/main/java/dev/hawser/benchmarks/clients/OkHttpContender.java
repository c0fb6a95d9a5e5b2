package dev.hawser.benchmarks.clients;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** OkHttp. */
final class OkHttpContender implements Contender {
    private final OkHttpClient client;

    OkHttpContender(int connections) {
        client = new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(connections, 1, TimeUnit.HOURS))
                .build();
    }

    @Override
    public Getter getter(URI url) {
        HttpUrl target = HttpUrl.get(url.toString());
        return () -> {
            Request request = new Request.Builder().url(target).build();
            try (Response response = client.newCall(request).execute()) {
                return response.body().bytes().length;
            }
        };
    }

    @Override
    public InputStream open(URI url) throws IOException {
        return client.newCall(
                        new Request.Builder().url(HttpUrl.get(url.toString())).build())
                .execute()
                .body()
                .byteStream();
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
