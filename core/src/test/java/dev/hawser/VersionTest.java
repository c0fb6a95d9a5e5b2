package dev.hawser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionTest {
    @Test
    void theClientsVersionIsTheBuilds() {
        assertThat(HawserClient.VERSION).isEqualTo(System.getProperty("hawser.version"));
    }
}
