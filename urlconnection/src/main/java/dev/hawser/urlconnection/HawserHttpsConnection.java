package dev.hawser.urlconnection;

import dev.hawser.Connection;
import dev.hawser.Handshake;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.URL;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A {@link HawserHttpConnection} over TLS, to which it leaves all but the questions of TLS. */
final class HawserHttpsConnection extends HttpsURLConnection implements ConnectionTls {
    private final HawserHttpConnection plain;

    /** A connection that is not made yet. */
    HawserHttpsConnection(Door door, URL url, @Nullable Proxy proxy) {
        super(url);
        this.plain = new HawserHttpConnection(door, url, proxy, this);
    }

    /** {@inheritDoc} Null unless the program chose one, for this connection or for all. */
    @Override
    public @Nullable SSLSocketFactory socketFactory() {
        SSLSocketFactory chosen = getSSLSocketFactory();
        return chosen == SSLSocketFactory.getDefault() ? null : chosen;
    }

    /** {@inheritDoc} The JDK's own says no to all, which is what nobody says. */
    @Override
    public @Nullable HostnameVerifier verifier() {
        HostnameVerifier chosen = getHostnameVerifier();
        return chosen.getClass().getNestHost() == HttpsURLConnection.class ? null : chosen;
    }

    private Connection open() {
        Connection made = plain.connection();
        if (made == null) {
            throw new IllegalStateException("connection not yet open");
        }
        return made;
    }

    private Handshake handshake() {
        return Objects.requireNonNull(open().handshake());
    }

    @Override
    public Optional<SSLSession> getSSLSession() {
        return Optional.ofNullable(open().sslSession());
    }

    @Override
    public String getCipherSuite() {
        return handshake().cipherSuite().javaName();
    }

    @Override
    public Certificate @Nullable [] getLocalCertificates() {
        List<Certificate> shown = handshake().localCertificates();
        return shown.isEmpty() ? null : shown.toArray(Certificate[]::new);
    }

    @Override
    public Certificate[] getServerCertificates() throws SSLPeerUnverifiedException {
        List<Certificate> seen = handshake().peerCertificates();
        if (seen.isEmpty()) {
            throw new SSLPeerUnverifiedException("peer not authenticated");
        }
        return seen.toArray(Certificate[]::new);
    }

    @Override
    public @Nullable Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
        return handshake().peerPrincipal();
    }

    @Override
    public @Nullable Principal getLocalPrincipal() {
        return handshake().localPrincipal();
    }

    // What has nothing to do with TLS

    @Override
    public void connect() throws IOException {
        plain.connect();
    }

    @Override
    public void disconnect() {
        plain.disconnect();
    }

    @Override
    public boolean usingProxy() {
        return plain.usingProxy();
    }

    @Override
    public URL getURL() {
        return plain.getURL();
    }

    @Override
    public void setRequestMethod(String wanted) throws ProtocolException {
        plain.setRequestMethod(wanted);
    }

    @Override
    public String getRequestMethod() {
        return plain.getRequestMethod();
    }

    @Override
    public void setRequestProperty(String key, @Nullable String value) {
        plain.setRequestProperty(key, value);
    }

    @Override
    public void addRequestProperty(String key, @Nullable String value) {
        plain.addRequestProperty(key, value);
    }

    @Override
    public @Nullable String getRequestProperty(String key) {
        return plain.getRequestProperty(key);
    }

    @Override
    public Map<String, List<String>> getRequestProperties() {
        return plain.getRequestProperties();
    }

    @Override
    public void setAuthenticator(Authenticator asked) {
        plain.setAuthenticator(asked);
    }

    @Override
    public void setConnectTimeout(int timeout) {
        plain.setConnectTimeout(timeout);
    }

    @Override
    public int getConnectTimeout() {
        return plain.getConnectTimeout();
    }

    @Override
    public void setReadTimeout(int timeout) {
        plain.setReadTimeout(timeout);
    }

    @Override
    public int getReadTimeout() {
        return plain.getReadTimeout();
    }

    @Override
    public void setInstanceFollowRedirects(boolean follow) {
        plain.setInstanceFollowRedirects(follow);
    }

    @Override
    public boolean getInstanceFollowRedirects() {
        return plain.getInstanceFollowRedirects();
    }

    @Override
    public void setFixedLengthStreamingMode(int contentLength) {
        plain.setFixedLengthStreamingMode(contentLength);
    }

    @Override
    public void setFixedLengthStreamingMode(long contentLength) {
        plain.setFixedLengthStreamingMode(contentLength);
    }

    @Override
    public void setChunkedStreamingMode(int chunkLength) {
        plain.setChunkedStreamingMode(chunkLength);
    }

    @Override
    public void setDoInput(boolean does) {
        plain.setDoInput(does);
    }

    @Override
    public boolean getDoInput() {
        return plain.getDoInput();
    }

    @Override
    public void setDoOutput(boolean does) {
        plain.setDoOutput(does);
    }

    @Override
    public boolean getDoOutput() {
        return plain.getDoOutput();
    }

    @Override
    public void setAllowUserInteraction(boolean allow) {
        plain.setAllowUserInteraction(allow);
    }

    @Override
    public boolean getAllowUserInteraction() {
        return plain.getAllowUserInteraction();
    }

    @Override
    public void setUseCaches(boolean use) {
        plain.setUseCaches(use);
    }

    @Override
    public boolean getUseCaches() {
        return plain.getUseCaches();
    }

    @Override
    public void setIfModifiedSince(long since) {
        plain.setIfModifiedSince(since);
    }

    @Override
    public long getIfModifiedSince() {
        return plain.getIfModifiedSince();
    }

    @Override
    public void setDefaultUseCaches(boolean use) {
        plain.setDefaultUseCaches(use);
    }

    @Override
    public boolean getDefaultUseCaches() {
        return plain.getDefaultUseCaches();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return plain.getOutputStream();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return plain.getInputStream();
    }

    @Override
    public @Nullable InputStream getErrorStream() {
        return plain.getErrorStream();
    }

    @Override
    public int getResponseCode() throws IOException {
        return plain.getResponseCode();
    }

    @Override
    public @Nullable String getResponseMessage() throws IOException {
        return plain.getResponseMessage();
    }

    @Override
    public @Nullable String getHeaderField(String name) {
        return plain.getHeaderField(name);
    }

    @Override
    public @Nullable String getHeaderField(int n) {
        return plain.getHeaderField(n);
    }

    @Override
    public @Nullable String getHeaderFieldKey(int n) {
        return plain.getHeaderFieldKey(n);
    }

    @Override
    public Map<String, List<String>> getHeaderFields() {
        return plain.getHeaderFields();
    }

    @Override
    public String toString() {
        return getClass().getName() + ":" + getURL();
    }
}
