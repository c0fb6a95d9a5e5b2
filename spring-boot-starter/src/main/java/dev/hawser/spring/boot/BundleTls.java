package dev.hawser.spring.boot;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.hawser.ConnectionSpec;
import dev.hawser.HawserClient;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * The TLS set-up of each SSL bundle, made once: connections are shared only by clients that have the very same. Safe for use by
 * many threads.
 */
final class BundleTls {
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<SslBundle, Tls> made = new WeakHashMap<>();

    /**
     * What a bundle comes to.
     *
     * @param spec its ciphers and protocols; null if it leaves both to the client
     */
    record Tls(
            SSLContext context,
            X509TrustManager trust,
            @Nullable ConnectionSpec spec) {
        private static Tls of(SslBundle bundle) {
            X509TrustManager trust = trustManager(bundle);
            return new Tls(context(bundle, trust), trust, spec(bundle.getOptions()));
        }

        private static @Nullable ConnectionSpec spec(SslOptions options) {
            if (!options.isSpecified()) {
                return null;
            }
            ConnectionSpec.Builder spec = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS);
            if (options.getCiphers() != null) {
                spec.cipherSuites(options.getCiphers());
            }
            if (options.getEnabledProtocols() != null) {
                spec.tlsVersions(options.getEnabledProtocols());
            }
            return spec.build();
        }

        /** Where it may be, a context that tells what is wrong with a certificate. */
        private static SSLContext context(SslBundle bundle, X509TrustManager trust) {
            SSLContext telling = SslBundle.DEFAULT_PROTOCOL.equals(bundle.getProtocol())
                    ? new HawserClient.Builder()
                            .sslContext(trust, bundle.getManagers().getKeyManagers())
                            .build()
                            .sslContext()
                    : null;
            return telling == null ? bundle.createSslContext() : telling;
        }

        private static X509TrustManager trustManager(SslBundle bundle) {
            for (TrustManager manager : bundle.getManagers().getTrustManagers()) {
                if (manager instanceof X509TrustManager trust) {
                    return trust;
                }
            }
            throw new IllegalStateException("the SSL bundle " + bundle + " has no X.509 trust manager");
        }

        /** Sets it, and leaves cleartext allowed if it was. */
        void applyTo(HawserClient.Builder client, List<ConnectionSpec> before) {
            client.sslContext(context, trust);
            if (spec != null) {
                client.connectionSpecs(
                        Stream.concat(Stream.of(spec), before.stream().filter(other -> !other.isTls()))
                                .toList());
            }
        }
    }

    Tls of(SslBundle bundle) {
        Tls known = look(bundle);
        return known == null ? keep(bundle, Tls.of(bundle)) : known;
    }

    private @Nullable Tls look(SslBundle bundle) {
        lock.lock();
        try {
            return made.get(bundle);
        } finally {
            lock.unlock();
        }
    }

    /** Keeps one, unless another thread was first. */
    private Tls keep(SslBundle bundle, Tls tls) {
        lock.lock();
        try {
            Tls first = made.putIfAbsent(bundle, tls);
            return first == null ? tls : first;
        } finally {
            lock.unlock();
        }
    }
}
