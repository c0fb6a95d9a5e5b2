package dev.hawser.doh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What a resolver is asked: the addresses of one family that a host has (RFC 1035, section 4.1.2; RFC 3596, section 2.1). */
record Question(String host, Name name, int type) {
    /**
     * The addresses of one family.
     *
     * @param seconds for how long they hold, those names included that led to them; the longest time if there are none
     */
    record Found(List<InetAddress> addresses, long seconds) {}

    /**
     * A question.
     *
     * @throws UnknownHostException if no name in the DNS can be written so (RFC 1035, section 2.3.4)
     */
    static Question of(String host, int type) throws UnknownHostException {
        try {
            return new Question(host, Name.fromString(host, Name.root), type);
        } catch (TextParseException e) {
            throw unknown(host, "is no name that the DNS could have: " + e.getMessage(), e);
        }
    }

    /** The message that asks. Its id is 0, so that equal questions are equal bytes (RFC 8484, section 4.1). */
    byte[] message() {
        Header header = new Header(0);
        header.setFlag(Flags.RD);
        Message message = new Message();
        message.setHeader(header);
        message.addRecord(Record.newRecord(name, type, DClass.IN), Section.QUESTION);
        return message.toWire();
    }

    /**
     * What a message answers.
     *
     * @throws UnknownHostException if it is no answer to this, or says that something is amiss
     */
    Found read(byte[] wire, String resolver) throws UnknownHostException {
        Message message;
        try {
            message = new Message(wire);
        } catch (IOException | RuntimeException e) {
            throw unknown(
                    host,
                    resolver + " answered " + this + " with " + wire.length + " bytes that are no DNS message",
                    e);
        }
        String fault = faultOf(message);
        if (fault != null) {
            throw unknown(host, resolver + " answered " + this + " with " + fault, null);
        }
        return found(message.getSection(Section.ANSWER));
    }

    private @Nullable String faultOf(Message message) {
        Header header = message.getHeader();
        Record asked = message.getQuestion();
        if (header.getID() != 0) {
            return "the id " + header.getID() + " in place of 0";
        }
        if (!header.getFlag(Flags.QR)) {
            return "a question";
        }
        if (header.getFlag(Flags.TC)) {
            return "a truncated message";
        }
        if (header.getRcode() != Rcode.NOERROR) {
            return Rcode.string(header.getRcode())
                    + (header.getRcode() == Rcode.NXDOMAIN ? ": there is no such name" : "");
        }
        if (asked == null || !asked.getName().equals(name) || asked.getType() != type) {
            return "the answer to another question";
        }
        return null;
    }

    /** Follows the aliases from the name on; each record is an alias once at most, so a circle ends. */
    private Found found(List<Record> answers) {
        List<InetAddress> addresses = new ArrayList<>();
        long seconds = Long.MAX_VALUE;
        Name at = name;
        for (int aliases = 0; aliases <= answers.size(); aliases++) {
            Name next = null;
            for (Record each : answers) {
                if (!each.getName().equals(at) || each.getDClass() != DClass.IN) {
                    continue;
                }
                if (each instanceof CNAMERecord alias) {
                    next = alias.getTarget();
                } else if (each.getType() == type) {
                    addresses.add(address(each));
                } else {
                    continue;
                }
                seconds = Math.min(seconds, each.getTTL());
            }
            if (next == null || !addresses.isEmpty()) {
                break;
            }
            at = next;
        }
        return new Found(addresses, seconds);
    }

    private InetAddress address(Record record) {
        byte[] bytes = record instanceof ARecord a
                ? a.getAddress().getAddress()
                : ((AAAARecord) record).getAddress().getAddress();
        try {
            return InetAddress.getByAddress(host, bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(bytes.length + " bytes", e);
        }
    }

    static UnknownHostException unknown(String host, String why, @Nullable Throwable cause) {
        UnknownHostException unknown = new UnknownHostException(host + ": " + why);
        unknown.initCause(cause);
        return unknown;
    }

    /** The name of the record's type, such as AAAA. */
    @Override
    public String toString() {
        return Type.string(type);
    }
}
