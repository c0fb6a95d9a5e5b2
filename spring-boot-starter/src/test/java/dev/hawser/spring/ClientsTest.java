package dev.hawser.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.testserver.MockResponse;
import dev.hawser.testserver.RecordedRequest;
import dev.hawser.testserver.SocketPolicy;
import dev.hawser.testserver.TestServer;
import dev.hawser.testserver.TestServerExtension;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** Spring's own clients over the factory, without Spring Boot. */
@Timeout(60)
@ExtendWith(TestServerExtension.class)
class ClientsTest {
    private final HawserClientHttpRequestFactory factory = new HawserClientHttpRequestFactory();

    @AfterEach
    void stop() {
        factory.destroy();
    }

    interface Knots {
        @GetExchange("/knots/{name}")
        String get(@PathVariable String name);

        @PostExchange("/knots")
        ResponseEntity<Void> add(@RequestBody String knot);
    }

    private RestClient rest(TestServer server) {
        return RestClient.builder()
                .baseUrl(server.url("/").toString())
                .requestFactory(factory)
                .build();
    }

    @Test
    void aRestClientGetsAndPosts(TestServer server) throws Exception {
        server.enqueue(MockResponse.of(200, "bowline"));
        server.enqueue(MockResponse.of(201, ""));
        RestClient rest = rest(server);

        assertThat(rest.get().uri("knots/{n}", 1).retrieve().body(String.class)).isEqualTo("bowline");
        assertThat(rest.post()
                        .uri("knots")
                        .contentType(MediaType.TEXT_PLAIN)
                        .body("hitch")
                        .retrieve()
                        .toBodilessEntity()
                        .getStatusCode()
                        .value())
                .isEqualTo(201);

        assertThat(server.takeRequest().path()).isEqualTo("/knots/1");
        RecordedRequest post = server.takeRequest();
        assertThat(post.bodyString()).isEqualTo("hitch");
        assertThat(post.header("Content-Length")).isEqualTo("5");
        assertThat(server.connectionCount()).isEqualTo(1);
    }

    @Test
    void aRestTemplateGetsAndPuts(TestServer server) throws Exception {
        server.enqueue(MockResponse.of(200, "bowline"));
        server.enqueue(MockResponse.of(204, ""));
        RestTemplate template = new RestTemplate(factory);

        assertThat(template.getForObject(server.url("/a").uri(), String.class)).isEqualTo("bowline");
        template.put(server.url("/b").uri(), "hitch");

        server.takeRequest();
        assertThat(server.takeRequest().bodyString()).isEqualTo("hitch");
    }

    @Test
    void anHttpServiceClientCalls(TestServer server) throws Exception {
        server.enqueue(MockResponse.of(200, "bowline"));
        server.enqueue(MockResponse.of(202, ""));
        Knots knots = HttpServiceProxyFactory.builderFor(RestClientAdapter.create(rest(server)))
                .build()
                .createClient(Knots.class);

        assertThat(knots.get("one")).isEqualTo("bowline");
        assertThat(knots.add("hitch").getStatusCode().value()).isEqualTo(202);

        assertThat(server.takeRequest().path()).isEqualTo("/knots/one");
        assertThat(server.takeRequest().bodyString()).isEqualTo("hitch");
    }

    @Test
    void anErrorStatusIsSpringsException(TestServer server) {
        server.enqueue(MockResponse.of(404, "no such knot"));

        assertThatThrownBy(() -> rest(server).get().uri("x").retrieve().body(String.class))
                .isInstanceOfSatisfying(
                        HttpClientErrorException.NotFound.class,
                        e -> assertThat(e.getResponseBodyAsString()).isEqualTo("no such knot"));
        assertThat(factory.client().connectionPool().idleConnectionCount()).isEqualTo(1);
    }

    @Test
    void aFailureOfTheNetworkIsSpringsException(TestServer server) {
        server.enqueue(new MockResponse.Builder()
                .socketPolicy(SocketPolicy.DISCONNECT_AFTER_REQUEST)
                .build());

        assertThatThrownBy(() -> rest(server).get().uri("x").retrieve().body(String.class))
                .isInstanceOf(ResourceAccessException.class);
    }

    @Test
    void aMultipartFormIsStreamed(TestServer server) throws Exception {
        server.enqueue(MockResponse.of(200, "ok"));
        MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
        form.add("name", "bowline");
        form.add("picture", new ByteArrayResource("pixels".getBytes(StandardCharsets.UTF_8)));

        rest(server)
                .post()
                .uri("form")
                .contentType(MediaType.MULTIPART_FORM_DATA)
                .body(form)
                .retrieve()
                .toBodilessEntity();

        RecordedRequest seen = server.takeRequest();
        assertThat(seen.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(seen.bodyString()).contains("bowline").contains("pixels");
    }

    @Test
    void anInterceptorSeesAndChangesTheRequest(TestServer server) throws Exception {
        server.enqueue(MockResponse.of(200, "ok"));
        RestClient rest = rest(server)
                .mutate()
                .requestInterceptor((request, body, execution) -> {
                    request.getHeaders().add("X-Knot", "bowline");
                    return execution.execute(request, body);
                })
                .build();

        rest.post().uri("x").body("hitch").retrieve().toBodilessEntity();

        RecordedRequest seen = server.takeRequest();
        assertThat(seen.header("X-Knot")).isEqualTo("bowline");
        assertThat(seen.bodyString()).isEqualTo("hitch");
    }

    @Test
    void aBufferingFactoryAroundItReadsTwice(TestServer server) {
        server.enqueue(MockResponse.of(200, "ok"));
        RestTemplate template = new RestTemplate(new BufferingClientHttpRequestFactory(factory));
        template.setInterceptors(List.of((request, body, execution) -> {
            var response = execution.execute(request, body);
            response.getBody().readAllBytes();
            return response;
        }));

        assertThat(template.exchange(server.url("/").toString(), HttpMethod.GET, null, String.class, Map.of())
                        .getBody())
                .isEqualTo("ok");
    }
}
