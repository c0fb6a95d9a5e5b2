package dev.hawser.it.process;

import dev.hawser.Call;
import dev.hawser.Callback;
import dev.hawser.HawserClient;
import dev.hawser.Protocol;
import dev.hawser.Request;
import dev.hawser.Response;
import java.io.IOException;
import java.util.List;

/** A program that enqueues a call and leaves {@code main} at once. */
final class OneEnqueuedGet {
    private OneEnqueuedGet() {}

    public static void main(String[] arguments) {
        HawserClient client = new HawserClient.Builder()
                .protocols(List.of(Protocol.valueOf(arguments[1])))
                .build();
        client.newCall(new Request.Builder().url(arguments[0]).build()).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException e) {
                System.out.println("failed: " + e);
            }

            @Override
            public void onResponse(Call call, Response response) throws IOException {
                System.out.println("answered: " + response.body().string());
            }
        });
        System.out.println("main has ended");
    }
}
