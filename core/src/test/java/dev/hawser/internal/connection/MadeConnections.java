package dev.hawser.internal.connection;

import dev.hawser.Address;
import dev.hawser.ConnectionSpec;
import dev.hawser.Dns;
import dev.hawser.HttpUrl;
import dev.hawser.Protocol;
import dev.hawser.Retirement;
import dev.hawser.Route;
import dev.hawser.Spread;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.http2.LocalSettings;
import dev.hawser.internal.routing.AddressWatch;
import dev.hawser.internal.routing.Spreading;
import dev.hawser.internal.time.FakeAlarms;
import dev.hawser.internal.time.FakeClock;
import dev.hawser.internal.transport.Connector;
import dev.hawser.internal.transport.Lookout;
import java.io.IOException;
import java.net.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Connections in the clear over transports that a test scripts; their threads are named, and never run. */
final class MadeConnections {
    final FakeClock clock = new FakeClock();
    final FakeAlarms alarms = new FakeAlarms(clock);
    final List<String> threads = new ArrayList<>();

    /** What the connections reported. */
    final List<String> told = new ArrayList<>();

    final ConnectionMaker maker;

    MadeConnections() {
        Buffers buffers = new Buffers();
        maker = new ConnectionMaker(
                new Connector(clock, alarms, buffers, new Lookout()),
                buffers,
                clock,
                alarms,
                (name, keeps, work) -> threads.add(name),
                0,
                new Spreading(Spread.FIRST_ANSWER),
                new AddressWatch<>(() -> 0, clock, alarms, (name, keeps, work) -> {}, gone -> {}),
                new SharedReports() {
                    @Override
                    public void capacityChanged(HttpConnection connection) {
                        told.add("capacity " + connection.capacity());
                    }

                    @Override
                    public void suspicionChanged(HttpConnection connection) {
                        told.add("suspected " + connection.isSuspected());
                    }

                    @Override
                    public void ended(HttpConnection connection, Retirement reason) {
                        told.add("ended " + reason);
                    }
                });
    }

    static Address address(String url, Protocol protocol) {
        return new Address(
                HttpUrl.get(url),
                Dns.SYSTEM,
                null,
                null,
                null,
                List.of(ConnectionSpec.CLEARTEXT),
                List.of(protocol),
                null,
                null);
    }

    /** @param early what the server has said already */
    HttpConnection connection(Address address, ScriptedTransport transport, byte... early) {
        try {
            return maker.connection(
                    new Route(address, Proxy.NO_PROXY, transport.remote()), transport, LocalSettings.DEFAULT, early);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
