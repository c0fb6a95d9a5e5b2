package dev.hawser.internal.http1;

import dev.hawser.Headers;
import dev.hawser.Protocol;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.http.HeadFacts;
import dev.hawser.internal.http.ResponseHead;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response head, or the trailers of a chunked body, in one pass (RFC 9112, sections 4 and 5). A line
 * ends with CR LF or LF; a CR elsewhere, a NUL, a folded line, a space before a colon are refused.
 */
final class HeadReader {
    private static final HeadFacts NO_FACTS = new HeadFacts();
    private static final boolean[] TOKEN = tokenCharacters();

    private final Input input;
    private final PeerMemory memory;
    private final Object peer;

    private ResponseLimits limits = ResponseLimits.DEFAULT;
    /** What is being read, for messages. */
    private String part = "head";

    private int headBytes;
    private boolean started;
    private int minorVersion;
    private int code;
    private HeadFacts facts = NO_FACTS;

    /** What is noted of the head that is read line by line; null if it is known, or none is read. */
    private @Nullable HeadDraft draft;

    /**
     * A reader of one connection's heads.
     *
     * @param peer the server, for messages
     */
    HeadReader(Input input, PeerMemory memory, Object peer) {
        this.input = input;
        this.memory = memory;
        this.peer = peer;
    }

    /** Forgets the last response. */
    void reset(ResponseLimits limits) {
        this.limits = limits;
        started = false;
    }

    PeerMemory memory() {
        return memory;
    }

    /** True if a byte of the response has come. */
    boolean started() {
        return started;
    }

    int minorVersion() {
        return minorVersion;
    }

    int code() {
        return code;
    }

    /** What the fields of the head say, until {@link #park()}. */
    HeadFacts facts() {
        return facts;
    }

    /** Reads a head, an interim one too. Lines that are as the peer's last ones are known without reading them. */
    ResponseHead readHead() throws IOException {
        part = "head";
        headBytes = 0;
        if (input.isEmpty()) {
            more(input.position);
        }
        started = true;
        KnownHead known = memory.known(limits);
        int same = known == null ? 0 : known.firstOther(0, input);
        if (known != null && same == known.lines()) {
            skip(known, 0, same);
            code = known.head().code();
            minorVersion = known.head().protocol() == Protocol.HTTP_1_0 ? 0 : 1;
            facts = known.facts();
            return known.head();
        }
        return readHead(known);
    }

    private ResponseHead readHead(@Nullable KnownHead known) throws IOException {
        HeadDraft noted = draft();
        noted.clear();
        facts = noted.facts;
        int start = input.position;
        readStatusLine(noted);
        Headers headers = readFields(noted, noted.facts, known);
        Protocol protocol = minorVersion == 0 ? Protocol.HTTP_1_0 : Protocol.HTTP_1_1;
        ResponseHead head = new ResponseHead(protocol, code, noted.message, headers);
        if (!noted.inPieces && !noted.secret) {
            memory.saw(head, noted.facts, limits, input.buffer, start, input.position);
        }
        return head;
    }

    private HeadDraft draft() {
        HeadDraft lent = draft;
        if (lent == null) {
            lent = memory.lendDraft();
            draft = lent;
        }
        return lent;
    }

    /** Gives back what was lent, when the exchange is over. */
    void park() {
        facts = NO_FACTS;
        HeadDraft lent = draft;
        if (lent != null) {
            draft = null;
            memory.give(lent);
        }
    }

    /** Reads {@code HTTP/1.x SP 3DIGIT [SP reason]}. */
    private void readStatusLine(HeadDraft noted) throws IOException {
        int i = input.position;
        boolean ascii = true;
        while (true) {
            if (i == input.limit) {
                i = more(i);
            }
            byte b = input.buffer[i];
            if (b == '\n') {
                break;
            }
            if (b == '\r') {
                i = expectLineFeed(i);
                break;
            }
            if (b < ' ' && b >= 0 && b != '\t' || b == 0x7f) {
                throw refused("control character " + hex(b) + " in the status line");
            }
            ascii &= b >= 0;
            i++;
        }
        byte[] line = input.buffer;
        int start = input.position;
        int end = i > start && line[i - 1] == '\r' ? i - 1 : i;
        parseStatusLine(noted, line, start, end, ascii);
        used(i + 1);
    }

    private void parseStatusLine(HeadDraft noted, byte[] line, int start, int end, boolean ascii) throws IOException {
        if (end - start < 12
                || line[start] != 'H'
                || line[start + 1] != 'T'
                || line[start + 2] != 'T'
                || line[start + 3] != 'P'
                || line[start + 4] != '/'
                || line[start + 5] != '1'
                || line[start + 6] != '.'
                || !isDigit(line[start + 7])
                || line[start + 8] != ' '
                || !isDigit(line[start + 9])
                || !isDigit(line[start + 10])
                || !isDigit(line[start + 11])
                || end - start > 12 && line[start + 12] != ' ') {
            throw refused("unexpected status line: \"" + excerpt(line, start, end) + "\"");
        }
        minorVersion = line[start + 7] == '0' ? 0 : 1;
        code = (line[start + 9] - '0') * 100 + (line[start + 10] - '0') * 10 + line[start + 11] - '0';
        if (code < 100) {
            throw refused("status code " + code + " is below 100");
        }
        int reason = Math.min(start + 13, end);
        noted.message = ascii ? memory.strings().ascii(line, reason, end) : Strings.utf8(line, reason, end);
    }

    /** Reads field lines up to and with the empty line that ends them, telling {@code facts} of each. */
    private Headers readFields(HeadDraft noted, @Nullable HeadFacts facts, @Nullable KnownHead known)
            throws IOException {
        int line = known == null ? 0 : takeKnown(noted, known, 1, facts);
        while (readField(noted, facts)) {
            if (known != null) {
                line = takeKnown(noted, known, known.behind(noted.lastName, line), facts);
            }
        }
        return noted.fields.build();
    }

    /** Takes in the fields from a line on that are as known; returns the line behind them. */
    private int takeKnown(HeadDraft noted, KnownHead known, int line, @Nullable HeadFacts facts) throws IOException {
        int other = Math.min(known.firstOther(line, input), known.lines() - 1);
        for (int i = line; i < other; i++) {
            addField(noted, known.name(i), known.value(i), facts);
        }
        skip(known, line, other);
        return other;
    }

    private void skip(KnownHead known, int from, int to) throws IOException {
        int length = known.length(from, to);
        headBytes += length;
        if (headBytes > limits.headBytes()) {
            throw tooLong();
        }
        input.position += length;
    }

    /** Reads the fields of a body's trailer section, with bounds of their own. */
    Headers readTrailers() throws IOException {
        part = "trailers";
        headBytes = 0;
        HeadDraft noted = draft();
        noted.fields.clear();
        noted.fieldCount = 0;
        return readFields(noted, null, null);
    }

    private boolean readField(HeadDraft noted, @Nullable HeadFacts facts) throws IOException {
        int i = input.position;
        while (true) {
            if (i == input.limit) {
                i = more(i);
            }
            byte b = input.buffer[i];
            if (b < 0 || !TOKEN[b]) {
                break;
            }
            i++;
        }
        int nameLength = i - input.position;
        if (input.buffer[i] != ':' || nameLength == 0) {
            return endOfFields(i, nameLength);
        }
        i++;
        int valueStart = -1; // relative to the line's start, as more() may move the line
        int valueEnd = -1;
        boolean ascii = true;
        while (true) {
            if (i == input.limit) {
                i = more(i);
            }
            byte b = input.buffer[i];
            if (b == '\n') {
                break;
            }
            if (b == '\r') {
                i = expectLineFeed(i);
                break;
            }
            if (b != ' ' && b != '\t') {
                if (b >= 0 && b < ' ' || b == 0x7f) {
                    throw refused("control character " + hex(b) + " in the value of " + excerpt(nameLength));
                }
                ascii &= b >= 0;
                valueEnd = i + 1 - input.position;
                if (valueStart < 0) {
                    valueStart = i - input.position;
                }
            }
            i++;
        }
        takeField(noted, facts, nameLength, valueStart, valueEnd, ascii);
        used(i + 1);
        return true;
    }

    private void takeField(
            HeadDraft noted, @Nullable HeadFacts facts, int nameLength, int valueStart, int valueEnd, boolean ascii)
            throws IOException {
        Strings strings = memory.strings();
        byte[] line = input.buffer;
        int start = input.position;
        String name = strings.ascii(line, start, start + nameLength);
        String value;
        if (valueStart < 0) {
            value = "";
        } else if (!ascii) {
            value = Strings.utf8(line, start + valueStart, start + valueEnd);
        } else if (nameLength == 10 && name.equalsIgnoreCase("Set-Cookie")) {
            noted.secret = true;
            value = Strings.fresh(line, start + valueStart, start + valueEnd);
        } else {
            value = strings.ascii(line, start + valueStart, start + valueEnd);
        }
        addField(noted, name, value, facts);
        noted.lastName = name;
    }

    private void addField(HeadDraft noted, String name, String value, @Nullable HeadFacts facts) throws IOException {
        if (++noted.fieldCount > limits.fieldCount()) {
            throw refused("more than " + limits.fieldCount() + " fields (limit fieldCount)");
        }
        noted.fields.addUnsafeNonAscii(name, value);
        if (facts != null) {
            try {
                facts.see(name, value);
            } catch (ProtocolException e) {
                throw refused(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Handles a line that is no field: the empty one ends the head, any other is refused. */
    private boolean endOfFields(int i, int nameLength) throws IOException {
        byte b = input.buffer[i];
        if (nameLength == 0 && (b == '\n' || b == '\r')) {
            int lineFeed = b == '\n' ? i : expectLineFeed(i);
            used(lineFeed + 1);
            return false;
        }
        if (nameLength == 0) {
            throw refused(
                    b == ' ' || b == '\t' ? "a folded field line" : b == ':' ? "a field without a name" : badName(b));
        }
        throw refused(
                switch (b) {
                    case ' ', '\t' -> "a space before the colon of " + excerpt(nameLength);
                    case '\r', '\n' -> "a field line without a colon: " + excerpt(nameLength);
                    default -> badName(b);
                });
    }

    private static String badName(byte b) {
        return "character " + hex(b) + " in a field name";
    }

    private int expectLineFeed(int carriageReturn) throws IOException {
        int i = carriageReturn + 1;
        if (i == input.limit) {
            i = more(i);
        }
        if (input.buffer[i] != '\n') {
            throw refused("a CR that no LF follows");
        }
        return i;
    }

    /** Reads on, keeping the line that began; returns where index {@code i} is afterwards. */
    private int more(int i) throws IOException {
        int offset = i - input.position;
        if (offset >= limits.lineBytes()) {
            throw refused("a line of more than " + limits.lineBytes() + " bytes (limit lineBytes)");
        }
        if (headBytes + offset >= limits.headBytes()) {
            throw tooLong();
        }
        if (draft != null) {
            draft.inPieces = true;
        }
        if (!input.fill(Math.max(limits.lineBytes(), input.limit - input.position + 1))) {
            throw new EOFException(
                    started
                            ? "unexpected end of stream from " + peer + " in the " + part + ", after "
                                    + (headBytes + offset) + " bytes"
                            : "unexpected end of stream from " + peer + " before the response");
        }
        return input.position + offset;
    }

    private void used(int next) throws IOException {
        int line = next - input.position;
        headBytes += line;
        if (line > limits.lineBytes()) {
            throw refused("a line of " + line + " bytes; the limit lineBytes is " + limits.lineBytes());
        }
        if (headBytes > limits.headBytes()) {
            throw tooLong();
        }
        input.position = next;
    }

    private ProtocolException tooLong() {
        return refused("more than " + limits.headBytes() + " bytes (limit headBytes)");
    }

    /** An error that names the server and what is wrong. */
    ProtocolException refused(String what) {
        return new ProtocolException("bad response " + part + " from " + peer + ": " + what);
    }

    private String excerpt(int length) {
        return excerpt(input.buffer, input.position, input.position + length);
    }

    private static String excerpt(byte[] bytes, int start, int end) {
        StringBuilder text = new StringBuilder();
        for (int i = start; i < Math.min(end, start + 64); i++) {
            text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '?');
        }
        return end - start > 64 ? text.append("...").toString() : text.toString();
    }

    private static String hex(byte b) {
        return String.format("0x%02x", b & 0xff);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean[] tokenCharacters() {
        boolean[] token = new boolean[128];
        for (char c = '0'; c <= 'z'; c++) {
            token[c] = Character.isLetterOrDigit(c);
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            token[c] = true;
        }
        return token;
    }
}
