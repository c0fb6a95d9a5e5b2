package app;

import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.web.client.RestTemplate;

/**
 * A program as there are many: six threads, each of which asks a server twice, by Spring's {@code RestTemplate} as it comes or by
 * {@code URL.openConnection}. It knows of no client but those. Arguments: {@code spring} or {@code plain}, and the URL. It ends with its
 * input.
 */
public final class TwelveRequests {
    private static final int THREADS = 6;

    private TwelveRequests() {}

    /** Asks twelve times, and prints how often it was answered. */
    public static void main(String[] arguments) throws Exception {
        String url = arguments[1];
        Callable<String> ask = arguments[0].equals("spring") ? spring(url) : () -> plain(new URL(url));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        int answers = wave(threads, ask) + wave(threads, ask);
        threads.shutdown();
        System.out.println("answers: " + answers);
        int unused = System.in.read();
    }

    private static int wave(ExecutorService threads, Callable<String> ask) throws Exception {
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            answers.add(threads.submit(ask));
        }
        int hellos = 0;
        for (Future<String> answer : answers) {
            hellos += answer.get().equals("hello") ? 1 : 0;
        }
        return hellos;
    }

    private static Callable<String> spring(String url) {
        RestTemplate template = new RestTemplate();
        return () -> template.getForObject(url, String.class);
    }

    private static String plain(URL url) throws Exception {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        try (InputStream content = connection.getInputStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
