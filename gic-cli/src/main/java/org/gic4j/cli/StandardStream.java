package org.gic4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Standard output or standard error. A {@link PrintWriter} keeps silent about what went wrong; this one knows it. */
final class StandardStream extends PrintWriter {
    /** What Linux and others call EPIPE, in whatever case. */
    private static final String CLOSED_PIPE = "broken pipe";

    private final Remembering target;

    private StandardStream(Remembering target) {
        super(target, false, StandardCharsets.UTF_8);
        this.target = target;
    }

    /**
     * The stream of a file descriptor.
     *
     * @param target {@link FileDescriptor#out} or {@link FileDescriptor#err}
     */
    static StandardStream of(FileDescriptor target) {
        return of(new FileOutputStream(target));
    }

    /**
     * The same that writes elsewhere.
     *
     * @param target where to
     */
    static StandardStream of(OutputStream target) {
        return new StandardStream(new Remembering(target));
    }

    /** Whether writing failed because nobody reads any more. */
    boolean isClosedPipe() {
        IOException failure = target.failure;
        return failure != null
                && failure.getMessage() != null
                && failure.getMessage().toLowerCase(Locale.ROOT).contains(CLOSED_PIPE);
    }

    private static final class Remembering extends OutputStream {
        private final OutputStream target;
        private @Nullable IOException failure;

        Remembering(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            try {
                target.write(bytes, from, count);
            } catch (IOException failed) {
                failure = failed;
                throw failed;
            }
        }

        @Override
        public void flush() throws IOException {
            target.flush();
        }
    }
}
