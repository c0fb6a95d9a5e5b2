package dev.hawser.cli;

import java.io.IOException;
import java.io.OutputStream;

/** A pipe that nobody reads any more. */
final class ClosedOutput extends OutputStream {
    @Override
    public void write(int b) throws IOException {
        throw new IOException("Broken pipe");
    }
}
