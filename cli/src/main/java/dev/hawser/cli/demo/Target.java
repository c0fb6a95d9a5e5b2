package dev.hawser.cli.demo;

import dev.hawser.HttpUrl;

/** Where the requests of an experiment go. */
sealed interface Target {
    /** The URL of a request, by its wave and its own number. */
    HttpUrl url(int wave, int number);

    /** Whether a response of that status is an answer, and no failure. */
    boolean isAnswer(int status);

    /** The demo's own server, which knows by the path which request it has before it. */
    record Own(HttpUrl url) implements Target {
        @Override
        public HttpUrl url(int wave, int number) {
            return url.newBuilder()
                    .addPathSegment(Integer.toString(wave))
                    .addPathSegment(Integer.toString(number))
                    .build();
        }

        @Override
        public boolean isAnswer(int status) {
            return status == 200;
        }
    }

    /** A server that knows nothing of waves: requests are answered as they come, in whatever way. */
    record Foreign(HttpUrl url) implements Target {
        @Override
        public HttpUrl url(int wave, int number) {
            return url;
        }

        @Override
        public boolean isAnswer(int status) {
            return true;
        }
    }
}
