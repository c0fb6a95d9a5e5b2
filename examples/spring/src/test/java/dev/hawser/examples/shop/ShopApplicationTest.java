package dev.hawser.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.web.client.RestClient;

class ShopApplicationTest {
    @Test
    void answersWithThePriceOfTheOtherServiceAndShowsItsPools() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (ServletWebServerApplicationContext shop = (ServletWebServerApplicationContext)
                SpringApplication.run(ShopApplication.class, "--server.port=0", "--price-service.port=" + free)) {
            RestClient user = RestClient.create("http://localhost:"
                    + Objects.requireNonNull(shop.getWebServer()).getPort());

            assertThat(user.get().uri("/offers/rope").retrieve().body(String.class))
                    .isEqualTo("{\"item\":\"rope\",\"price\":\"40 EUR\"}");
            assertThat(user.get().uri("/actuator/hawserpools/prices").retrieve().body(String.class))
                    .contains("\"localhost:" + free + "\"")
                    .contains("\"idle\":1");
        }
    }
}
