package dev.hawser.cli.get;

import dev.hawser.HawserClient;
import dev.hawser.Request;
import dev.hawser.Response;
import dev.hawser.cli.get.PartialFile.Source;
import dev.hawser.cli.request.Urls;
import dev.hawser.cli.terminal.CommandFailure;
import dev.hawser.cli.terminal.FileFaults;
import dev.hawser.cli.terminal.Words;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A download to a file that goes on where an earlier one broke off. What is here already is asked for again
 * in its last bytes, which must be the same: so a file that was begun by another program, or has changed on
 * the server, never becomes a mixture.
 */
final class Download {
    private static final int OVERLAP = 1024;
    private static final int BUFFER = 64 * 1024;

    private final HawserClient client;
    private final Request request;
    private final PartialFile partial;
    private final ProgressFactory progress;
    private final Consumer<String> told;
    private final String name;

    /** Makes what shows how far a download is. */
    interface ProgressFactory {
        /** For one that has so many bytes before, and in the end so many, or -1. */
        Progress create(long before, long total);
    }

    /** What is here: so many bytes in that file, and what they can be known by. */
    private record Beginning(Path path, long size, @Nullable String validator) {
        long firstAsked() {
            return Math.max(size - OVERLAP, 0);
        }
    }

    /**
     * A download of that request's URL.
     *
     * @param name what the user calls the file
     * @param told who is told what happens, a line each
     */
    Download(
            HawserClient client,
            Request request,
            PartialFile partial,
            String name,
            ProgressFactory progress,
            Consumer<String> told) {
        this.client = client;
        this.request =
                request.newBuilder().header("Accept-Encoding", "identity").build();
        this.partial = partial;
        this.name = name;
        this.progress = progress;
        this.told = told;
    }

    /**
     * Downloads what is missing; returns what was wrong, or null if the file is complete.
     *
     * @throws CommandFailure if it cannot be written
     */
    @Nullable
    String perform() throws CommandFailure {
        Beginning beginning = beginning();
        if (beginning == null) {
            return fromStart();
        }
        Request.Builder rest = request.newBuilder().header("Range", "bytes=" + beginning.firstAsked() + "-");
        if (beginning.validator() != null) {
            rest.header("If-Range", beginning.validator());
        }
        try (Response response = client.newCall(rest.build()).execute()) {
            ContentRange range = ContentRange.parse(response.header("Content-Range"));
            switch (response.code()) {
                case 200 -> {
                    told.accept(name + ": " + whyAllOfIt(response, beginning) + ": it starts over");
                    return whole(response);
                }
                case 206 -> {
                    if (range == null || !range.isRestFrom(beginning.firstAsked())) {
                        return Faults.of(
                                request,
                                "asked for the bytes from " + beginning.firstAsked() + " on, got Content-Range: "
                                        + response.header("Content-Range"));
                    }
                    if (isContinuation(response, beginning)) {
                        return rest(response, range, beginning);
                    }
                    told.accept(name + ": what is here is not how the server's begins: it starts over");
                }
                case 416 -> {
                    if (range != null && range.total() == beginning.size()) {
                        return alreadyComplete(beginning);
                    }
                    told.accept(name + ": the server has fewer than the " + Words.count(beginning.size(), "byte")
                            + " that are here: it starts over");
                }
                default -> {
                    return Faults.of(request, response.code() + " " + response.message());
                }
            }
        } catch (IOException e) {
            return Faults.of(request, e);
        }
        return fromStart();
    }

    private static String whyAllOfIt(Response response, Beginning beginning) {
        boolean changed =
                beginning.validator() != null && !beginning.validator().equals(Validator.of(response));
        return changed ? "it has changed on the server" : "the server sends all of it, not the rest";
    }

    /** What is here of the file, or null if that is nothing. */
    private @Nullable Beginning beginning() throws CommandFailure {
        try {
            Source source = partial.source();
            if (partial.size() > 0 && source != null && source.url().equals(url())) {
                return new Beginning(partial.path(), partial.size(), source.validator());
            }
            boolean there = Files.exists(partial.file()) && Files.size(partial.file()) > 0;
            return there ? new Beginning(partial.file(), Files.size(partial.file()), null) : null;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private @Nullable String fromStart() throws CommandFailure {
        try (Response response = client.newCall(request).execute()) {
            if (response.code() != 200) {
                return Faults.of(request, response.code() + " " + response.message());
            }
            return whole(response);
        } catch (IOException e) {
            return Faults.of(request, e);
        }
    }

    private @Nullable String whole(Response response) throws CommandFailure {
        try {
            partial.begin(new Source(url(), Validator.of(response)));
        } catch (IOException e) {
            throw unusable(e);
        }
        return append(response, response.body().contentLength());
    }

    /** Whether the first bytes of the response are the last ones that are here. */
    private boolean isContinuation(Response response, Beginning beginning) throws IOException, CommandFailure {
        String validator = Validator.of(response);
        if (beginning.validator() != null && validator != null && !validator.equals(beginning.validator())) {
            return false;
        }
        byte[] here;
        try {
            here = PartialFile.bytesFrom(beginning.path(), beginning.firstAsked());
        } catch (IOException e) {
            throw unusable(e);
        }
        return Arrays.equals(here, response.body().byteStream().readNBytes(here.length));
    }

    private @Nullable String rest(Response response, ContentRange range, Beginning beginning) throws CommandFailure {
        if (range.last() + 1 == beginning.size()) {
            return alreadyComplete(beginning);
        }
        told.accept(name + ": goes on after " + Words.count(beginning.size(), "byte")
                + (range.total() < 0 ? "" : " of " + Words.number(range.total())));
        try {
            if (beginning.path().equals(partial.file())) {
                partial.beginWithFile(new Source(url(), Validator.of(response)));
            }
        } catch (IOException e) {
            throw unusable(e);
        }
        return append(response, range.last() + 1);
    }

    private @Nullable String alreadyComplete(Beginning beginning) throws CommandFailure {
        told.accept(name + ": is complete already, with " + Words.count(beginning.size(), "byte"));
        if (beginning.path().equals(partial.path())) {
            complete();
        }
        return null;
    }

    /**
     * Writes what the response still has.
     *
     * @param total how many bytes the file has in the end, or -1
     */
    private @Nullable String append(Response response, long total) throws CommandFailure {
        InputStream body = response.body().byteStream();
        byte[] buffer = new byte[BUFFER];
        FileChannel channel = partial.channel();
        try (Progress shown = progress.create(channel.size(), total)) {
            channel.position(channel.size());
            while (true) {
                int count;
                try {
                    count = body.read(buffer);
                } catch (IOException e) {
                    return broken(Faults.of(request, e));
                }
                if (count < 0) {
                    break;
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                shown.add(count);
            }
            if (total >= 0 && channel.size() != total) {
                return broken(Faults.of(request, "the server sent another number of bytes than it said"));
            }
        } catch (IOException e) {
            throw unusable(e);
        }
        complete();
        return null;
    }

    private String broken(String fault) throws IOException {
        return fault + "; " + Words.count(partial.size(), "byte") + " are kept in "
                + partial.path().getFileName() + ", and the same command goes on from there";
    }

    private void complete() throws CommandFailure {
        try {
            partial.complete();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private String url() {
        return Urls.shown(request.url());
    }

    private CommandFailure unusable(IOException cause) {
        return new CommandFailure("cannot write to " + name + ": " + FileFaults.reason(cause), cause);
    }
}
