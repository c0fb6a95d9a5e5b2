package dev.hawser.it.websocket;

import jakarta.servlet.ServletContext;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat, which sends back each message on {@code /echo}, and one in frames on {@code /pieces}. */
final class TomcatServer implements AutoCloseable {
    private static final int MOST_BYTES = 8 << 20;

    /** Kept, as the JDK forgets levels of loggers that nobody holds. */
    private static final Logger QUIET = Logger.getLogger("org.apache");

    static {
        QUIET.setLevel(Level.SEVERE);
    }

    private final Tomcat tomcat = new Tomcat();

    TomcatServer(Path directory) throws LifecycleException {
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", directory.toString());
        Tomcat.addServlet(context, "default", new DefaultServlet());
        context.addServletMappingDecoded("/", "default");
        context.addServletContainerInitializer(new WsSci(), null);
        context.addServletContainerInitializer((classes, servlets) -> deploy(servlets), null);
        tomcat.start();
    }

    private static void deploy(ServletContext servlets) {
        ServerContainer container = (ServerContainer) servlets.getAttribute(ServerContainer.class.getName());
        try {
            for (boolean inPieces : List.of(false, true)) {
                container.addEndpoint(ServerEndpointConfig.Builder.create(Echo.class, inPieces ? "/pieces" : "/echo")
                        .extensions(container.getInstalledExtensions().stream().toList())
                        .subprotocols(List.of("echo.2"))
                        .configurator(new ServerEndpointConfig.Configurator() {
                            @Override
                            public <T> T getEndpointInstance(Class<T> type) {
                                return type.cast(new Echo(inPieces));
                            }
                        })
                        .build());
            }
        } catch (jakarta.websocket.DeploymentException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends messages back. */
    public static final class Echo extends Endpoint {
        private final boolean inPieces;

        Echo(boolean inPieces) {
            this.inPieces = inPieces;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.setMaxTextMessageBufferSize(MOST_BYTES);
            session.setMaxBinaryMessageBufferSize(MOST_BYTES);
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> {
                try {
                    answer(session, text);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            session.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) bytes -> {
                try {
                    session.getBasicRemote().sendBinary(bytes);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        private void answer(Session session, String text) throws IOException {
            if (!inPieces) {
                session.getBasicRemote().sendText(text);
                return;
            }
            int third = text.length() / 3;
            session.getBasicRemote().sendText(text.substring(0, third), false);
            session.getBasicRemote().sendPing(ByteBuffer.wrap(new byte[] {1}));
            session.getBasicRemote().sendText(text.substring(third, 2 * third), false);
            session.getBasicRemote().sendText(text.substring(2 * third), true);
        }
    }

    String url(String path) {
        return "ws://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path;
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
