package dev.hawser.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class TlsContextsTest {
    private final TlsContexts contexts = new TlsContexts();

    @Test
    void theSystemTrustsSomebody() throws Exception {
        assertThat(TlsContexts.systemTrust().getAcceptedIssuers()).isNotEmpty();
    }

    @Test
    void theJdksDefaultIsReplacedOnceForAll() throws Exception {
        SSLContext jdks = SSLContext.getInstance("Default");

        SSLContext ours = contexts.inPlaceOf(jdks);

        assertThat(ours).isNotSameAs(jdks);
        assertThat(contexts.inPlaceOf(jdks)).isSameAs(ours);
        assertThat(ours.getProvider()).isEqualTo(jdks.getProvider());
        assertThat(ours.getDefaultSSLParameters().getProtocols())
                .isEqualTo(jdks.getDefaultSSLParameters().getProtocols());
        assertThat(ours.getDefaultSSLParameters().getCipherSuites())
                .isEqualTo(jdks.getDefaultSSLParameters().getCipherSuites());
    }

    @Test
    void oneThatAProgramHasSetIsLeft() throws Exception {
        SSLContext own = TlsContexts.of(TlsContexts.systemTrust());

        assertThat(contexts.inPlaceOf(own)).isSameAs(own);
    }

    @Test
    void oneThatShowsAClientsCertificateIsLeft() throws Exception {
        SSLContext jdks = SSLContext.getInstance("Default");
        System.setProperty("javax.net.ssl.keyStore", "NONE");
        try {
            assertThat(contexts.inPlaceOf(jdks)).isSameAs(jdks);
        } finally {
            System.clearProperty("javax.net.ssl.keyStore");
        }
    }
}
