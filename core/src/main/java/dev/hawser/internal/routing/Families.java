package dev.hawser.internal.routing;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** IPv6 and IPv4. */
final class Families {
    private Families() {}

    /**
     * The addresses with both families in turns, that of the first one leading (RFC 8305, section 4). Within a family the
     * order stays.
     */
    static List<InetAddress> interleaved(List<InetAddress> addresses) {
        if (addresses.size() < 3) {
            return addresses;
        }
        List<InetAddress> leading = new ArrayList<>();
        List<InetAddress> others = new ArrayList<>();
        boolean leadingIs6 = addresses.get(0) instanceof Inet6Address;
        for (InetAddress address : addresses) {
            (address instanceof Inet6Address == leadingIs6 ? leading : others).add(address);
        }
        List<InetAddress> interleaved = new ArrayList<>(addresses.size());
        for (int i = 0; i < Math.max(leading.size(), others.size()); i++) {
            if (i < leading.size()) {
                interleaved.add(leading.get(i));
            }
            if (i < others.size()) {
                interleaved.add(others.get(i));
            }
        }
        return interleaved;
    }
}
