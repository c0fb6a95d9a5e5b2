package dev.hawser.urlconnection;

import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** What a program saw of one connection, line by line; without what is different from run to run. */
final class Transcript {
    private final List<String> lines = new ArrayList<>();
    private final String server;
    private final Opener opener;

    /** @param server host and port, which are left out */
    Transcript(String server, Opener opener) {
        this.server = server;
        this.opener = opener;
    }

    /** Opens connections of the kind that is looked at. */
    @FunctionalInterface
    interface Opener {
        URLConnection open(URL url) throws Exception;
    }

    /** Another connection of the same kind. */
    HttpURLConnection open(String url) throws Exception {
        return (HttpURLConnection) opener.open(new URL(url));
    }

    /** A step, and what came of it: a value, or an exception by its class and message. */
    void step(String name, Callable<?> step) {
        String seen;
        try {
            seen = String.valueOf(step.call());
        } catch (Exception e) {
            seen = e.getClass().getName() + ": " + e.getMessage();
        }
        lines.add(name + " → " + seen.replace(server, "SERVER").replace("  ", " "));
    }

    /** A step without a value. */
    void run(String name, Step step) {
        step(name, () -> {
            step.run();
            return "done";
        });
    }

    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
