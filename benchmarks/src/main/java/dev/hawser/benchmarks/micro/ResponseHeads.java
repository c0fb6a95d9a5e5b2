package dev.hawser.benchmarks.micro;

import dev.hawser.Request;
import dev.hawser.ResponseLimits;
import dev.hawser.internal.bytes.Buffers;
import dev.hawser.internal.http.ResponseHead;
import dev.hawser.internal.http1.Http1Codec;
import dev.hawser.internal.http1.PeerMemories;
import dev.hawser.internal.time.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The reading of one response head of HTTP/1.1, from the bytes of one read to the values. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class ResponseHeads {
    private static final String SMALL = """
            HTTP/1.1 200 OK
            Server: nginx/1.22.1
            Date: Sat, 21 Nov 2026 03:00:00 GMT
            Content-Type: text/plain
            Content-Length: 0
            Connection: keep-alive

            """;

    private static final String LARGE = """
            HTTP/1.1 200 OK
            Date: Sat, 21 Nov 2026 03:00:00 GMT
            Content-Type: application/json; charset=utf-8
            Content-Length: 0
            Connection: keep-alive
            Server: edge
            Cache-Control: private, max-age=60, s-maxage=60, must-revalidate
            Vary: Accept, Authorization, Cookie, X-Api-Version, Accept-Encoding
            ETag: W/"7c0a5d6a7bb1e2e2a0c4a7a2f0f0b7f1c9e6a7d8b5c4e3f2a1b0c9d8e7f6a5b4"
            Last-Modified: Fri, 20 Nov 2026 11:12:13 GMT
            X-Request-Id: 7f3c2a10-52f5-4e39-9f0a-0d5f2b8e6c11
            X-RateLimit-Limit: 5000
            X-RateLimit-Remaining: 4987
            X-RateLimit-Reset: 1795230000
            X-RateLimit-Used: 13
            X-RateLimit-Resource: core
            Access-Control-Expose-Headers: ETag, Link, Location, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining
            Access-Control-Allow-Origin: *
            Strict-Transport-Security: max-age=31536000; includeSubDomains; preload
            X-Frame-Options: deny
            X-Content-Type-Options: nosniff
            X-XSS-Protection: 0
            Referrer-Policy: origin-when-cross-origin, strict-origin-when-cross-origin
            Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; base-uri 'self'
            Accept-Ranges: bytes
            Link: <https://api.example.com/items?page=2>; rel="next", <https://api.example.com/items?page=9>; rel="last"
            Set-Cookie: session=0a1b2c3d4e5f60718293a4b5c6d7e8f9; path=/; Secure; HttpOnly; SameSite=Lax

            """;

    private static final int VARIANTS = 4096;

    private final Request request =
            new Request.Builder().url("http://example.com/").build();
    private Http1Codec codec;

    /** SMALL: 5 fields, as a server sends with a static text; LARGE: 26, as of a public JSON service. */
    @Param({"SMALL", "LARGE"})
    public String head = "SMALL";

    /**
     * Whether the server sends the same head each time, which the client then knows by one comparison; or
     * {@value #VARIANTS} in turn, of which each differs from the others in date, in length, and in the tag if it has one.
     */
    @Param({"true", "false"})
    public boolean same = true;

    /** Opens a connection on which each read brings a head. */
    @Setup
    public void open() {
        String text = head.equals("SMALL") ? SMALL : LARGE;
        byte[][] heads = new byte[same ? 1 : VARIANTS][];
        for (int i = 0; i < heads.length; i++) {
            heads[i] = variant(text, i).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
        }
        codec = new Http1Codec(
                new RepeatingTransport(heads),
                new Buffers(),
                Clock.system(),
                new PeerMemories().of(""),
                "example.com:80");
    }

    private static String variant(String text, int n) {
        return text.replace("03:00:00", String.format(Locale.ROOT, "%02d:%02d:%02d", 3 + n / 3600, n / 60 % 60, n % 60))
                .replace("Content-Length: 0", "Content-Length: " + (1000 + n))
                .replace("W/\"7c0a", String.format(Locale.ROOT, "W/\"%04x", n));
    }

    /** Reads one head and gives the buffers back. */
    @Benchmark
    public ResponseHead read() throws IOException {
        codec.begin(ResponseLimits.DEFAULT);
        ResponseHead read = codec.readResponseHead(request);
        codec.park();
        return read;
    }
}
