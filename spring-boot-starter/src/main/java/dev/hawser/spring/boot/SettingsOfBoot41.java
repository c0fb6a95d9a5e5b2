package dev.hawser.spring.boot;

import dev.hawser.AddressFilter;
import dev.hawser.CookieJar;
import dev.hawser.HawserClient;
import dev.hawser.MemoryCookieJar;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpCookieHandling;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.util.ClassUtils;

/** The settings that Spring Boot 4.0 does not have: handling of cookies, and the address filter. */
final class SettingsOfBoot41 {
    /** The type by which they are known to be there. */
    static final String TYPE = "org.springframework.boot.http.client.HttpCookieHandling";

    /** Whether Spring Boot has them. */
    static final boolean ARE_PRESENT = ClassUtils.isPresent(TYPE, SettingsOfBoot41.class.getClassLoader());

    private SettingsOfBoot41() {}

    static void apply(HttpClientSettings settings, HawserClient.Builder changed, HawserClient client) {
        HttpCookieHandling cookies = settings.cookieHandling();
        if (cookies != null) {
            changed.cookieJar(jar(cookies, client.cookieJar()));
        }
        InetAddressFilter filter = settings.inetAddressFilter();
        if (filter != null) {
            changed.addressFilter(new BootFilter(filter, client.addressFilter()));
        }
    }

    private static CookieJar jar(HttpCookieHandling handling, CookieJar own) {
        return switch (handling) {
            case DISABLE -> CookieJar.NO_COOKIES;
            case ENABLE, ENABLE_WHEN_POSSIBLE -> own == CookieJar.NO_COOKIES ? new MemoryCookieJar() : own;
        };
    }

    /** Boot's filter, and the client's own if it has one. Equal if both are, as pooled connections ask. */
    private record BootFilter(
            InetAddressFilter filter, @Nullable AddressFilter own) implements AddressFilter {
        @Override
        public boolean allows(InetAddress address) {
            return filter.matches(address) && (own == null || own.allows(address));
        }
    }
}
