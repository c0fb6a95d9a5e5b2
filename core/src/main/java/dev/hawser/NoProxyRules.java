package dev.hawser;

import dev.hawser.internal.text.Ipv4;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The servers that {@code no_proxy} excepts from the use of a proxy. Immutable. */
final class NoProxyRules {
    private static final int ANY_PORT = -1;

    private final boolean all;
    private final List<Rule> rules;

    private NoProxyRules(boolean all, List<Rule> rules) {
        this.all = all;
        this.rules = rules;
    }

    /** The rules of a list; what cannot be read covers nothing. */
    static NoProxyRules parse(String list) {
        boolean all = false;
        List<Rule> rules = new ArrayList<>();
        for (String entry : list.toLowerCase(Locale.ROOT).split("[,\\s]+")) {
            if (entry.equals("*")) {
                all = true;
            } else if (!entry.isEmpty()) {
                Rule rule = Rule.parse(entry);
                if (rule != null) {
                    rules.add(rule);
                }
            }
        }
        return new NoProxyRules(all, List.copyOf(rules));
    }

    /**
     * Whether a server is excepted.
     *
     * @param host its name or address, as URLs have it
     */
    boolean cover(String host, int port) {
        if (all) {
            return true;
        }
        String name = withoutLastDot(withoutBrackets(host.toLowerCase(Locale.ROOT)));
        InetAddress address = addressOf(name);
        for (Rule rule : rules) {
            if (rule.covers(name, address, port)) {
                return true;
            }
        }
        return false;
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String withoutLastDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** An IP address, or null if it is a name. Resolves nothing. */
    private static @Nullable InetAddress addressOf(String text) {
        boolean literal = text.indexOf(':') >= 0 || Ipv4.isCanonical(text, 0, text.length());
        try {
            return literal ? InetAddress.getByName(text) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /**
     * One entry: a domain and those below it, or a block of addresses.
     *
     * @param block an address of the block, null for a domain
     * @param bits how many bits an address has in common with it
     */
    private record Rule(String domain, @Nullable InetAddress block, int bits, int port) {
        static @Nullable Rule parse(String entry) {
            int slash = entry.indexOf('/');
            if (slash >= 0) {
                InetAddress block = addressOf(withoutBrackets(entry.substring(0, slash)));
                int bits = number(entry.substring(slash + 1));
                return block == null || bits < 0 || bits > bitsOf(block) ? null : new Rule("", block, bits, ANY_PORT);
            }
            InetAddress whole = addressOf(withoutBrackets(entry));
            if (whole != null) {
                return new Rule("", whole, bitsOf(whole), ANY_PORT);
            }
            int colon = entry.lastIndexOf(':');
            int port = colon < 0 ? ANY_PORT : number(entry.substring(colon + 1));
            if (colon >= 0 && port < 0) {
                return null;
            }
            String host = withoutBrackets(colon < 0 ? entry : entry.substring(0, colon));
            InetAddress address = addressOf(host);
            if (address != null) {
                return new Rule("", address, bitsOf(address), port);
            }
            String domain = withoutLastDot(
                    host.startsWith("*.") ? host.substring(2) : host.startsWith(".") ? host.substring(1) : host);
            return domain.isEmpty() ? null : new Rule(domain, null, 0, port);
        }

        private static int number(String text) {
            return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
        }

        private static int bitsOf(InetAddress address) {
            return 8 * address.getAddress().length;
        }

        boolean covers(String name, @Nullable InetAddress address, int atPort) {
            if (port != ANY_PORT && port != atPort) {
                return false;
            }
            if (block == null) {
                return name.equals(domain) || name.endsWith("." + domain);
            }
            return address != null && agree(block.getAddress(), address.getAddress());
        }

        private boolean agree(byte[] one, byte[] other) {
            int whole = bits / 8;
            if (one.length != other.length || !Arrays.equals(one, 0, whole, other, 0, whole)) {
                return false;
            }
            int mask = 0xff << (8 - bits % 8) & 0xff;
            return bits % 8 == 0 || (one[whole] & mask) == (other[whole] & mask);
        }
    }
}
