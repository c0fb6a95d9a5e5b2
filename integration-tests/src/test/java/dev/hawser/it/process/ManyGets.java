package dev.hawser.it.process;

import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import java.io.IOException;
import java.util.List;

/** A program that sends a number of GETs, one after the other. */
final class ManyGets {
    private ManyGets() {}

    public static void main(String[] arguments) throws IOException {
        HawserClient client = new HawserClient.Builder()
                .protocols(List.of(Protocol.valueOf(arguments[2])))
                .build();
        Request request = new Request.Builder().url(arguments[0]).build();
        for (int i = Integer.parseInt(arguments[1]); i > 0; i--) {
            try (Response response = client.newCall(request).execute()) {
                response.body().bytes();
            }
        }
    }
}
