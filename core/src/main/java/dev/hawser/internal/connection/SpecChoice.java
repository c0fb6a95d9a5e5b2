package dev.hawser.internal.connection;

import dev.hawser.Address;
import dev.hawser.ConnectionSpec;
import dev.hawser.internal.transport.TlsSettings;
import java.io.IOException;
import java.net.UnknownServiceException;
import java.security.cert.CertificateException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Which of an address's connection specs are offered along one route: the first that what speaks TLS has enabled
 * something of, and the next such one after each handshake that fails for want of common ground.
 */
final class SpecChoice implements TlsSettings.Offer {
    private final Address address;
    private final List<ConnectionSpec> specs;
    private int next;
    private boolean hasMore;

    SpecChoice(Address address) {
        this.address = address;
        this.specs = address.connectionSpecs();
    }

    /**
     * Checks that there is a spec for the scheme of the address.
     *
     * @throws UnknownServiceException if there is none
     */
    static void check(Address address) throws UnknownServiceException {
        if (address.connectionSpecs().stream().noneMatch(spec -> spec.isTls() == address.isHttps())) {
            throw new UnknownServiceException(
                    (address.isHttps() ? "TLS" : "CLEARTEXT") + " communication not enabled for client: " + address
                            + " cannot be reached with the connectionSpecs " + address.connectionSpecs());
        }
    }

    @Override
    public void narrow(SSLParameters enabled) throws IOException {
        ConnectionSpec chosen = null;
        hasMore = false;
        for (int i = next; i < specs.size() && !hasMore; i++) {
            if (specs.get(i).isCompatible(enabled)) {
                if (chosen == null) {
                    chosen = specs.get(i);
                    next = i + 1;
                } else {
                    hasMore = true;
                }
            }
        }
        if (chosen == null) {
            throw new UnknownServiceException("Unable to find acceptable protocols for " + address
                    + ": the connectionSpecs are " + specs + ", enabled are TLS versions "
                    + Arrays.toString(enabled.getProtocols()) + " and cipher suites "
                    + Arrays.toString(enabled.getCipherSuites()));
        }
        chosen.applyTo(enabled);
    }

    /**
     * Whether there is another spec to try after the failure: not if the time was up, or the peer is not who it should
     * be, as other versions and cipher suites do not change that.
     */
    boolean mayGoOn(IOException failure) {
        return hasMore && failure instanceof SSLException && !isAboutTheCertificate(failure);
    }

    /** Whether a certificate was refused, or its host. */
    static boolean isAboutTheCertificate(IOException failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof CertificateException || each instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }
}
