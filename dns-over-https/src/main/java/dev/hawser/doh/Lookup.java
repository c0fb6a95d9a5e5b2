package dev.hawser.doh;

import dev.hawser.Call;
import dev.hawser.Dns;
import dev.hawser.HawserClient;
import dev.hawser.HttpUrl;
import dev.hawser.MediaType;
import dev.hawser.Request;
import dev.hawser.RequestBody;
import dev.hawser.Response;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/** The questions about one host, all asked at once, and what came of them. Used by one thread. */
final class Lookup {
    /** What a DNS message can hold (RFC 8484, section 6). */
    private static final int MOST_BYTES = 65_535;

    private static final String MESSAGE_TYPE = "application/dns-message";
    private static final MediaType MESSAGE = MediaType.get(MESSAGE_TYPE);

    private final HawserClient client;
    private final HttpUrl url;
    private final boolean post;
    private final String host;
    private final List<InetAddress> addresses = new ArrayList<>();
    private long seconds = Long.MAX_VALUE;
    private @Nullable UnknownHostException failure;

    Lookup(HawserClient client, HttpUrl url, boolean post, String host) {
        this.client = client;
        this.url = url;
        this.post = post;
        this.host = host;
    }

    /**
     * The addresses of all families, those of IPv4 first. If a question fails, those of the others do.
     *
     * @throws UnknownHostException if there are none; it tells the failure of the last question that failed, which carries
     *     that of the one before
     */
    Dns.Answer run(boolean includeIpv6) throws UnknownHostException {
        Question ipv4 = Question.of(host, Type.A);
        if (includeIpv6) {
            Question ipv6 = Question.of(host, Type.AAAA);
            Call call = client.newCall(request(ipv6));
            CompletableFuture<Response> other = call.executeAsync();
            boolean asked = false;
            try {
                ask(ipv4, () -> client.newCall(request(ipv4)).execute());
                ask(ipv6, () -> outcome(other));
                asked = true;
            } finally {
                if (!asked || Thread.currentThread().isInterrupted()) {
                    abandon(call, other);
                }
            }
        } else {
            ask(ipv4, () -> client.newCall(request(ipv4)).execute());
        }
        if (!addresses.isEmpty()) {
            return new Dns.Answer(addresses, Duration.ofSeconds(seconds));
        }
        throw failure != null ? failure : Question.unknown(host, url + " knows no address of it", null);
    }

    /** What gives the response to a question. */
    private interface Asking {
        Response response() throws IOException;
    }

    private void ask(Question question, Asking asking) {
        Response received;
        try {
            received = asking.response();
        } catch (IOException e) {
            failed(unasked(question, e));
            return;
        }
        try (Response response = received) {
            Question.Found found = question.read(message(question, response), url.toString());
            addresses.addAll(found.addresses());
            seconds = Math.min(seconds, Math.max(0, found.seconds() - age(response)));
        } catch (UnknownHostException e) {
            failed(e);
        } catch (IOException e) {
            failed(unasked(question, e));
        }
    }

    private UnknownHostException unasked(Question question, IOException e) {
        return Question.unknown(host, url + " could not be asked for " + question + ": " + e.getMessage(), e);
    }

    private void failed(UnknownHostException e) {
        if (failure != null) {
            e.addSuppressed(failure);
        }
        failure = e;
    }

    private static void abandon(Call call, CompletableFuture<Response> response) {
        call.cancel();
        CompletableFuture<Void> closed = response.thenAccept(Response::close);
    }

    private static Response outcome(CompletableFuture<Response> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    private Request request(Question question) {
        Request.Builder request = new Request.Builder().header("Accept", MESSAGE_TYPE);
        if (post) {
            return request.url(url)
                    .post(RequestBody.create(question.message(), MESSAGE))
                    .build();
        }
        String message = Base64.getUrlEncoder().withoutPadding().encodeToString(question.message());
        return request.url(url.newBuilder().addQueryParameter("dns", message).build())
                .build();
    }

    private byte[] message(Question question, Response response) throws IOException {
        String fault = faultOf(response);
        byte[] message = fault == null ? response.body().byteStream().readNBytes(MOST_BYTES + 1) : new byte[0];
        if (message.length > MOST_BYTES) {
            fault = "more than " + MOST_BYTES + " bytes";
        }
        if (fault != null) {
            throw Question.unknown(host, url + " answered " + question + " with " + fault, null);
        }
        return message;
    }

    private static @Nullable String faultOf(Response response) {
        if (response.code() != 200) {
            return "status " + response.code() + (response.message().isEmpty() ? "" : " " + response.message());
        }
        MediaType type = response.body().contentType();
        if (type == null
                || !type.type().equals("application")
                || !type.subtype().equals("dns-message")) {
            return "the content type " + type + " in place of " + MESSAGE_TYPE;
        }
        long length = response.body().contentLength();
        return length > MOST_BYTES ? length + " bytes, where " + MOST_BYTES + " are the most" : null;
    }

    /** How old an answer is already that caches kept (RFC 8484, section 5.1). */
    private static long age(Response response) {
        try {
            return Math.max(0, Long.parseLong(response.header("Age", "0")));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
