package dev.hawser.cli.get;

import dev.hawser.HawserClient;
import dev.hawser.Interceptor;
import dev.hawser.Response;
import dev.hawser.cli.request.Urls;
import dev.hawser.cli.terminal.Words;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.concurrent.atomic.AtomicInteger;

/** Fails calls that are redirected too often. The library itself follows 20 redirects. */
final class RedirectLimit {
    /** How many redirects are followed at most, whatever is asked for. */
    static final int MOST = 20;

    private final int most;

    RedirectLimit(int most) {
        this.most = most;
    }

    /** Has it apply to the calls of a client. */
    void addTo(HawserClient.Builder client) {
        client.addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .tag(Count.class, new Count())
                        .build()))
                .addNetworkInterceptor(this::check);
    }

    private Response check(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        Count count = chain.request().tag(Count.class);
        String location = response.header("Location");
        if (count != null && location != null && response.isRedirect() && count.redirects.incrementAndGet() > most) {
            response.close();
            throw new ProtocolException("redirected more than " + Words.count(most, "time") + "; "
                    + Urls.shown(chain.request().url()) + " leads to another place once more");
        }
        return response;
    }

    /** How often one call was redirected. */
    private static final class Count {
        private final AtomicInteger redirects = new AtomicInteger();
    }
}
