package dev.hawser.internal.text;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** The IP addresses that are reachable over the public internet, by the special-purpose registries of IANA (RFC 6890). */
public final class PublicAddresses {
    private static final List<Block> NOT_PUBLIC_IPV4 = List.of(
            Block.of(8, 0), // this network (RFC 791)
            Block.of(8, 10), // private (RFC 1918)
            Block.of(10, 100, 64), // shared (RFC 6598)
            Block.of(8, 127), // loopback (RFC 1122)
            Block.of(16, 169, 254), // link-local (RFC 3927), where clouds keep their secrets
            Block.of(12, 172, 16), // private (RFC 1918)
            Block.of(24, 192, 0, 0), // IETF protocols (RFC 6890)
            Block.of(24, 192, 0, 2), // documentation (RFC 5737)
            Block.of(24, 192, 88, 99), // 6to4 relays, withdrawn (RFC 7526)
            Block.of(16, 192, 168), // private (RFC 1918)
            Block.of(15, 198, 18), // benchmarks (RFC 2544)
            Block.of(24, 198, 51, 100), // documentation (RFC 5737)
            Block.of(24, 203, 0, 113), // documentation (RFC 5737)
            Block.of(4, 224), // multicast (RFC 5771)
            Block.of(4, 240)); // reserved (RFC 1112), and broadcast

    /** Only this block of IPv6 is handed out at all (RFC 4291, section 2.4). */
    private static final Block GLOBAL_UNICAST = Block.of(3, 0x20);

    private static final List<Block> NOT_PUBLIC_IPV6 = List.of(
            Block.of(23, 0x20, 0x01), // IETF protocols, Teredo too (RFC 2928)
            Block.of(32, 0x20, 0x01, 0x0d, 0xb8), // documentation (RFC 3849)
            Block.of(20, 0x3f, 0xff)); // documentation (RFC 9637)

    private static final Block SIX_TO_FOUR = Block.of(16, 0x20, 0x02);
    private static final Block TRANSLATED = Block.of(96, 0, 0x64, 0xff, 0x9b);

    private PublicAddresses() {}

    /** Whether the address is one of them. */
    public static boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublicIpv4(bytes) : isPublicIpv6(bytes);
    }

    private static boolean isPublicIpv4(byte[] bytes) {
        return NOT_PUBLIC_IPV4.stream().noneMatch(block -> block.contains(bytes));
    }

    private static boolean isPublicIpv6(byte[] bytes) {
        if (TRANSLATED.contains(bytes)) {
            return isPublicIpv4(Arrays.copyOfRange(bytes, 12, 16));
        }
        if (SIX_TO_FOUR.contains(bytes)) {
            return isPublicIpv4(Arrays.copyOfRange(bytes, 2, 6));
        }
        return GLOBAL_UNICAST.contains(bytes) && NOT_PUBLIC_IPV6.stream().noneMatch(block -> block.contains(bytes));
    }

    /** The addresses that begin with the first {@code bits} of {@code prefix}, which goes on with zeros. */
    private record Block(int bits, List<Integer> prefix) {
        static Block of(int bits, Integer... prefix) {
            return new Block(bits, List.of(prefix));
        }

        boolean contains(byte[] address) {
            for (int bit = 0; bit < bits; bit += 8) {
                int expected = bit / 8 < prefix.size() ? prefix.get(bit / 8) : 0;
                int mask = bits - bit >= 8 ? 0xff : 0xff << 8 - (bits - bit) & 0xff;
                if (((address[bit / 8] ^ expected) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
