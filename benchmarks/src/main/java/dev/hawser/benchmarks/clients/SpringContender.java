package dev.hawser.benchmarks.clients;

import dev.hawser.spring.HawserClientHttpRequestFactory;
import dev.hawser.urlconnection.HawserUrlConnections;
import java.io.Closeable;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.JettyClientHttpRequestFactory;
import org.springframework.http.client.ReactorClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Spring's {@code RestClient} over one of its request factories.
 *
 * @param end closes the client behind the factory
 */
record SpringContender(RestClient rest, Closeable end) implements Contender {
    private static SpringContender of(ClientHttpRequestFactory factory, Closeable end) {
        return new SpringContender(RestClient.builder().requestFactory(factory).build(), end);
    }

    static SpringContender hawser(int connections) {
        HawserContender hawser = new HawserContender(connections, false);
        return of(new HawserClientHttpRequestFactory(hawser.client()), hawser::close);
    }

    static SpringContender simple() {
        UrlConnectionContender limits = UrlConnectionContender.jdk();
        return of(new SimpleClientHttpRequestFactory(), limits::close);
    }

    static SpringContender simpleOverHawser() {
        UrlConnectionContender limits = UrlConnectionContender.hawser();
        SimpleClientHttpRequestFactory factory = new SimpleClientHttpRequestFactory() {
            @Override
            protected HttpURLConnection openConnection(URL url, @Nullable Proxy proxy) throws IOException {
                return (HttpURLConnection) HawserUrlConnections.open(url);
            }
        };
        return of(factory, limits::close);
    }

    static SpringContender jdk() {
        HttpClient client = JdkContender.client(false);
        return of(new JdkClientHttpRequestFactory(client), () -> {});
    }

    static SpringContender apache(int connections) {
        ApacheContender apache = new ApacheContender(connections);
        return of(new HttpComponentsClientHttpRequestFactory(apache.client()), apache::close);
    }

    static SpringContender jetty(int connections) throws Exception {
        JettyContender jetty = new JettyContender(connections, false);
        return of(new JettyClientHttpRequestFactory(jetty.client()), jetty::close);
    }

    static SpringContender reactor(int connections) {
        ConnectionProvider pool = ConnectionProvider.create("benchmark", connections);
        return of(
                new ReactorClientHttpRequestFactory(reactor.netty.http.client.HttpClient.create(pool)), pool::dispose);
    }

    @Override
    public Getter getter(URI url) {
        return () -> Objects.requireNonNull(rest.get().uri(url).retrieve().body(byte[].class)).length;
    }

    @Override
    public void close() throws IOException {
        end.close();
    }
}
