package dev.hawser.internal.routing;

import dev.hawser.Address;
import dev.hawser.ConnectionSpec;
import dev.hawser.Dns;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import java.util.List;

/** Servers for tests. */
final class Servers {
    private Servers() {}

    /** A server of HTTP at the default port. */
    static Address named(String host, Dns dns) {
        return new Address(
                HttpUrl.get("http://" + host + "/"),
                dns,
                null,
                null,
                null,
                List.of(ConnectionSpec.CLEARTEXT),
                List.of(Protocol.HTTP_1_1),
                null,
                null);
    }
}
