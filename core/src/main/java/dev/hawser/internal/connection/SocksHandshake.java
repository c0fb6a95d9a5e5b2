package dev.hawser.internal.connection;

import dev.hawser.SocksSettings;
import dev.hawser.internal.text.Ipv4;
import dev.hawser.internal.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The client's side of a SOCKS proxy's opening, up to the first byte for the server: version 5 (RFC 1928) with user name and
 * password (RFC 1929), or version 4a. Names go to the proxy as they are. No byte beyond the proxy's answer is read.
 */
final class SocksHandshake {
    private static final int CONNECT = 1;
    private static final int NO_AUTHENTICATION = 0;
    private static final int USERNAME_PASSWORD = 2;
    private static final int NONE_ACCEPTABLE = 0xff;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    private final SocksSettings settings;
    private final String host;
    private final int port;
    private final Object peer;

    /**
     * A handshake that is yet to be made.
     *
     * @param host the server's name or IP address, the latter without brackets
     * @param peer whose text names the proxy in messages
     */
    SocksHandshake(SocksSettings settings, String host, int port, Object peer) {
        this.settings = settings;
        this.host = host;
        this.port = port;
        this.peer = peer;
    }

    /**
     * Makes the proxy connect to the server.
     *
     * @throws ConnectException if it refuses
     * @throws ProtocolException if its answer is not one of SOCKS
     */
    void perform(Transport proxy) throws IOException {
        if (settings.version() == SocksSettings.Version.SOCKS4A) {
            connect4(proxy);
        } else {
            authenticate5(proxy);
            connect5(proxy);
        }
        proxy.park();
    }

    private void authenticate5(Transport proxy) throws IOException {
        boolean named = settings.username() != null;
        send(
                proxy,
                named ? new byte[] {5, 2, NO_AUTHENTICATION, USERNAME_PASSWORD} : new byte[] {5, 1, NO_AUTHENTICATION});
        byte[] answer = receive(proxy, 2);
        expect(answer[0], 5, "version");
        int method = answer[1] & 0xff;
        if (method == NONE_ACCEPTABLE) {
            throw refused(
                    named
                            ? "takes neither no credentials nor a user name with a password"
                            : "demands credentials, and the client has none for SOCKS");
        }
        if (method == USERNAME_PASSWORD && named) {
            sendCredentials(proxy);
        } else if (method != NO_AUTHENTICATION) {
            throw rubbish("chose the authentication method " + method + ", which was not offered");
        }
    }

    private void sendCredentials(Transport proxy) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(1);
        addCounted(message, Objects.requireNonNull(settings.username()));
        addCounted(message, Objects.requireNonNull(settings.password()));
        send(proxy, message.toByteArray());
        byte[] answer = receive(proxy, 2);
        expect(answer[0], 1, "version of authentication");
        if (answer[1] != 0) {
            throw refused("refused user name and password (status " + (answer[1] & 0xff) + ")");
        }
    }

    private void connect5(Transport proxy) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(new byte[] {5, CONNECT, 0});
        if (isIpv4() || host.indexOf(':') >= 0) {
            byte[] address = InetAddress.getByName(host).getAddress(); // of a mapped one, the IPv4 address
            message.write(address.length == 4 ? IPV4 : IPV6);
            message.writeBytes(address);
        } else {
            message.write(NAME);
            addCounted(message, host);
        }
        addPort(message);
        send(proxy, message.toByteArray());
        byte[] answer = receive(proxy, 4);
        expect(answer[0], 5, "version");
        if (answer[1] != 0) {
            throw refused("could not connect: " + reason5(answer[1] & 0xff));
        }
        receive(proxy, lengthOfBound(proxy, answer[3]) + 2);
    }

    /** The length of the address that the proxy connects from, which is of no interest. */
    private int lengthOfBound(Transport proxy, int type) throws IOException {
        return switch (type) {
            case IPV4 -> 4;
            case IPV6 -> 16;
            case NAME -> receive(proxy, 1)[0] & 0xff;
            default -> throw rubbish("sent an address of the unknown type " + (type & 0xff));
        };
    }

    private void connect4(Transport proxy) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(4);
        message.write(CONNECT);
        addPort(message);
        message.writeBytes(isIpv4() ? InetAddress.getByName(host).getAddress() : new byte[] {0, 0, 0, 1});
        String user = settings.username();
        message.writeBytes((user == null ? "" : user).getBytes(StandardCharsets.UTF_8));
        message.write(0);
        if (!isIpv4()) {
            message.writeBytes(host.getBytes(StandardCharsets.US_ASCII));
            message.write(0);
        }
        send(proxy, message.toByteArray());
        byte[] answer = receive(proxy, 8);
        expect(answer[0], 0, "version of the answer");
        int code = answer[1] & 0xff;
        if (code < 90 || code > 93) {
            throw rubbish("sent the unknown code " + code);
        }
        if (code != 90) {
            throw refused("could not connect: request rejected or failed (code " + code + ")");
        }
    }

    private boolean isIpv4() {
        return Ipv4.isCanonical(host, 0, host.length());
    }

    private void addPort(ByteArrayOutputStream message) {
        message.write(port >> 8);
        message.write(port);
    }

    private void addCounted(ByteArrayOutputStream message, String text) throws ProtocolException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 255) {
            throw new ProtocolException("SOCKS has no names of " + bytes.length + " bytes: " + text);
        }
        message.write(bytes.length);
        message.writeBytes(bytes);
    }

    private static void send(Transport proxy, byte[] message) throws IOException {
        proxy.write(message, 0, message.length);
    }

    private byte[] receive(Transport proxy, int length) throws IOException {
        byte[] bytes = new byte[length];
        int count = 0;
        while (count < length) {
            int read = proxy.read(bytes, count, length - count);
            if (read < 0) {
                throw new EOFException(peer + " ended the connection in the SOCKS handshake");
            }
            count += read;
        }
        return bytes;
    }

    private void expect(byte found, int expected, String what) throws ProtocolException {
        if (found != expected) {
            throw rubbish("sent " + (found & 0xff) + " as " + what + ", not " + expected);
        }
    }

    private ConnectException refused(String what) {
        return new ConnectException(peer + " " + what);
    }

    private ProtocolException rubbish(String what) {
        return new ProtocolException(peer + " does not speak SOCKS as expected: it " + what);
    }

    private static String reason5(int reply) {
        return switch (reply) {
                    case 1 -> "general failure";
                    case 2 -> "not allowed by its rules";
                    case 3 -> "network unreachable";
                    case 4 -> "host unreachable, or its name unknown";
                    case 5 -> "connection refused by the server";
                    case 6 -> "time to live expired";
                    case 7 -> "command not supported";
                    case 8 -> "address type not supported";
                    default -> "unknown reason";
                }
                + " (reply " + reply + ")";
    }
}
