package dev.hawser.internal.call;

import dev.hawser.Interceptor;
import dev.hawser.Request;
import dev.hawser.Response;
import java.io.IOException;

/** Gets a connection for the request, and goes on with an exchange on it. */
final class ConnectInterceptor implements Interceptor {
    @Override
    public Response intercept(Interceptor.Chain given) throws IOException {
        InterceptorChain chain = (InterceptorChain) given;
        Exchange exchange = chain.call().beginExchange(chain);
        Request request = ProxyCredentials.fit(
                chain.request(),
                exchange.connection().route(),
                chain.call().context().client.proxyAuthenticator());
        return chain.proceed(request, exchange);
    }
}
