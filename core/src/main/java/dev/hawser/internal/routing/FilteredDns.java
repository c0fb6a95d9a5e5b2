package dev.hawser.internal.routing;

import dev.hawser.AddressFilter;
import dev.hawser.AddressRefusedException;
import dev.hawser.Dns;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The addresses that another finds, without those that a filter refuses. Equal if both parts are, as pooled connections ask. */
public record FilteredDns(Dns dns, AddressFilter filter) implements Dns {
    /** What is asked for the hosts of proxies: those are of the client's own choice, and mostly stand within. */
    static Dns unfiltered(Dns dns) {
        return dns instanceof FilteredDns filtered ? filtered.dns() : dns;
    }

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        return answer(hostname).addresses();
    }

    @Override
    public Answer answer(String hostname) throws UnknownHostException {
        Answer found = dns.answer(hostname);
        List<InetAddress> allowed =
                found.addresses().stream().filter(filter::allows).toList();
        if (allowed.isEmpty() && !found.addresses().isEmpty()) {
            throw new AddressRefusedException(hostname, found.addresses());
        }
        return new Answer(allowed, found.timeToLive());
    }
}
