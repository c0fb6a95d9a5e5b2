package dev.hawser.internal.routing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.IntStream;

/** IP addresses for tests. */
final class Ips {
    private Ips() {}

    /** 10.0.0.{@code last}. */
    static InetAddress ip(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** 10.0.0.1 and so on. */
    static List<InetAddress> ips(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Ips::ip).toList();
    }
}
