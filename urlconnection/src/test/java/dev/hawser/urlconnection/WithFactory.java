package dev.hawser.urlconnection;

import app.TwelveRequests;
import java.net.URL;

/** Installs the factory, and runs a program that knows nothing of it. */
public final class WithFactory {
    private WithFactory() {}

    public static void main(String[] arguments) throws Exception {
        URL.setURLStreamHandlerFactory(new HawserUrlStreamHandlerFactory());
        TwelveRequests.main(arguments);
    }
}
