package dev.hawser.it.networks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/**
 * A network namespace at the far end of a link of its own, which can be made slow, can lose packets and can be cut.
 * Nothing else on the machine is touched, and nothing stays when it is closed, or the JVM ends.
 *
 * <p>The addresses are of networks for tests (RFC 2544, section C.2.2) and local ones (RFC 4193), and so are the names
 * its own: both hold the number of this process.
 */
final class FarSide implements AutoCloseable {
    /** How many networks of four addresses there are in 198.18.0.0/16. */
    private static final int NETWORKS = 1 << 14;

    private static final Pattern DROPPED = Pattern.compile("dropped (\\d+)");

    private final int network;
    private final String namespace;
    private final String near;
    private final String far;
    private final Thread endWithThisProcess = new Thread(this::remove, "end of a network");

    private FarSide(int network) {
        this.network = network;
        this.namespace = nameOf(network);
        this.near = "hwn" + network;
        this.far = "hwf" + network;
        Runtime.getRuntime().addShutdownHook(endWithThisProcess);
    }

    /** Makes one; where that is not possible or not allowed, the test that asks is skipped, and it is said aloud why. */
    static FarSide make() throws IOException {
        int network = freeNetwork();
        try {
            Ip.run("ip netns add " + nameOf(network));
        } catch (IOException e) {
            throw skipped("a network namespace", e);
        }
        FarSide made = new FarSide(network);
        boolean done = false;
        try {
            made.link();
            done = true;
            return made;
        } finally {
            if (!done) {
                made.close();
            }
        }
    }

    private static int freeNetwork() throws SocketException, UnknownHostException {
        int number = (int) (ProcessHandle.current().pid() % NETWORKS);
        while (NetworkInterface.getByInetAddress(address(number, 1)) != null) {
            number = (number + 1) % NETWORKS;
        }
        return number;
    }

    private static String nameOf(int network) {
        return "hawser" + network;
    }

    private static TestAbortedException skipped(String needed, IOException missing) {
        String skipped = "SKIPPED: this needs " + needed + ": " + missing.getMessage();
        System.err.println(skipped);
        return new TestAbortedException(skipped, missing);
    }

    private void link() throws IOException {
        try {
            Ip.run("ip link add " + near + " type veth peer name " + far + " netns " + namespace);
        } catch (IOException e) {
            throw skipped("a link to a network namespace", e);
        }
        Ip.run("ip address add " + text(address(network, 1)) + "/30 dev " + near);
        Ip.run("ip link set " + near + " up");
        Ip.run("ip -n " + namespace + " address add " + text(server()) + "/30 dev " + far);
        Ip.run("ip -n " + namespace + " link set " + far + " up");
        Ip.run("ip -n " + namespace + " link set lo up");
    }

    /** The address of this side. */
    private static InetAddress address(int network, int host) throws UnknownHostException {
        int low = network * 4 + host;
        return InetAddress.getByAddress(new byte[] {(byte) 198, 18, (byte) (low >> 8), (byte) low});
    }

    private static String text(InetAddress address) {
        return address.getHostAddress();
    }

    /** The address of the far side. */
    InetAddress server() throws UnknownHostException {
        return address(network, 2);
    }

    /** What runs a command there. */
    List<String> prefix() {
        return Ip.command("ip netns exec " + namespace);
    }

    /** An IPv6 address behind the link that swallows all packets: its neighbour's hardware address is nobody's. */
    InetAddress blackHole() throws IOException {
        String prefix = "fd68:6177:7365:%x::".formatted(network);
        try {
            Ip.run("ip -6 address add " + prefix + "1/64 dev " + near + " nodad");
        } catch (IOException e) {
            throw skipped("IPv6", e);
        }
        Ip.run("ip -6 neighbour replace " + prefix + "2 lladdr 02:00:00:00:00:01 nud permanent dev " + near);
        return InetAddress.getByName(prefix + "2");
    }

    /** An address to which, the system says at once, there is no way. */
    InetAddress unreachable() throws IOException {
        Ip.run("ip route add unreachable " + beyond());
        return InetAddress.getByName(beyond());
    }

    private String beyond() {
        return "198.19.%d.%d".formatted(network >> 6, network << 2 & 0xff);
    }

    /**
     * Makes the link slow and lossy in both directions: 25 ms more for each packet of which 5 % are lost, or, on a kernel
     * that cannot, 8 Mbit/s with room for few packets, so that those that come faster wait and are lost. A kernel that
     * can do neither has the test skipped.
     */
    void impair() throws IOException {
        for (String device : List.of("tc -n " + namespace + " qdisc add dev " + far, "tc qdisc add dev " + near)) {
            if (!Ip.runs(device + " root netem delay 25ms loss 5%")) {
                try {
                    Ip.run(device + " root tbf rate 8mbit burst 4kb limit 9kb");
                } catch (IOException e) {
                    throw skipped("a kernel with netem or tbf", e);
                }
            }
        }
    }

    /** How many packets of the far side's the impaired link has lost. */
    int lost() throws IOException {
        Matcher found = DROPPED.matcher(Ip.run("tc -n " + namespace + " -s qdisc show dev " + far));
        if (!found.find()) {
            throw new IOException("tc counts no lost packets");
        }
        return Integer.parseInt(found.group(1));
    }

    /** Takes the link down: nothing passes, and nobody is told. */
    void cut() throws IOException {
        Ip.run("ip -n " + namespace + " link set " + far + " down");
    }

    /** Brings the link up again. */
    void mend() throws IOException {
        Ip.run("ip -n " + namespace + " link set " + far + " up");
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(endWithThisProcess);
        remove();
    }

    private void remove() {
        Ip.runs("ip link delete " + near);
        Ip.runs("ip netns delete " + namespace);
        Ip.runs("ip route delete unreachable " + beyond());
    }
}
