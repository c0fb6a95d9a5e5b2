package dev.hawser.testserver;

import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A JUnit 5 (and 6) extension that gives each test a {@link TestServer} of its own, started, and shuts it down
 * after the test.
 *
 * <pre>{@code
 * @ExtendWith(TestServerExtension.class)
 * class GreetingTest {
 *     @Test
 *     void greets(TestServer server) {
 *         server.enqueue(MockResponse.of(200, "hello"));
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p>A server that is to be set up before it starts is had by registering an instance:
 *
 * <pre>{@code
 * @RegisterExtension
 * final TestServerExtension servers = new TestServerExtension(server -> server.useHttps(certificates));
 * }</pre>
 *
 * <p>The test method, its {@code @BeforeEach} and its {@code @AfterEach} methods that ask for a server get the
 * same one; a test that asks for none starts none. It needs {@code junit-jupiter-api}, which this artifact does
 * not bring.
 */
public final class TestServerExtension implements ParameterResolver, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(TestServerExtension.class);

    private final Consumer<TestServer> setUp;

    /** An extension whose servers are as they come. */
    public TestServerExtension() {
        this(server -> {});
    }

    /** An extension that has each server set up before it is started. */
    public TestServerExtension(Consumer<TestServer> setUp) {
        this.setUp = Objects.requireNonNull(setUp, "setUp");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestServer.class
                && context.getTestMethod().isPresent();
    }

    @Override
    public TestServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        TestServer server = store.get(TestServer.class, TestServer.class);
        if (server == null) {
            server = new TestServer();
            setUp.accept(server);
            server.start();
            store.put(TestServer.class, server);
        }
        return server;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestServer server = context.getStore(NAMESPACE).remove(TestServer.class, TestServer.class);
        if (server != null) {
            server.shutdown();
        }
    }
}
