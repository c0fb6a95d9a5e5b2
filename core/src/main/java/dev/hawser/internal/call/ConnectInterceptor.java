package dev.hawser.internal.call;

import dev.hawser.Interceptor;
import dev.hawser.Response;
import java.io.IOException;

/** Gets a connection for the request, and goes on with an exchange on it. */
final class ConnectInterceptor implements Interceptor {
    @Override
    public Response intercept(Interceptor.Chain given) throws IOException {
        InterceptorChain chain = (InterceptorChain) given;
        Exchange exchange = chain.call().beginExchange(chain);
        return chain.proceed(chain.request(), exchange);
    }
}
