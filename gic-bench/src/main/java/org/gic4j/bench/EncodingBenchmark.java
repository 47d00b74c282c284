package org.gic4j.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.bench.encoding.Codec;
import org.gic4j.bench.encoding.Codecs;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The state of a GICv2 with 8 vCPUs and 992 interrupts, 200 pending, to bytes and back. P6 of PERFORMANCE.md. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodingBenchmark {
    /** What encodes; memcpy copies as many bytes as the native format has. */
    @Param({"memcpy", "native", "protobuf", "kryo", "fory", "cbor"})
    public String codec = "";

    /** How often an invocation encodes or decodes. */
    public static final int OPERATIONS = 50;

    private Codec chosen = new Codec() {
        @Override
        public int encode() {
            throw new IllegalStateException("not set up");
        }

        @Override
        public Object decode() {
            throw new IllegalStateException("not set up");
        }
    };

    /** The state that is encoded. */
    public static Snapshot snapshot() {
        return Snapshots.save(new Gicv2Machine(8, 992, 200, 0).vm);
    }

    /**
     * Makes the codec.
     *
     * @throws IOException when it cannot decode what it encoded
     */
    @Setup
    public void setUp() throws IOException {
        chosen = Codecs.of(codec, snapshot());
        chosen.encode();
    }

    /** To bytes. */
    @Benchmark
    public int encode() throws IOException {
        int bytes = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            bytes += chosen.encode();
        }
        return bytes;
    }

    /** From bytes. */
    @Benchmark
    public void decode(Blackhole sink) throws IOException {
        for (int i = 0; i < OPERATIONS; i++) {
            sink.consume(chosen.decode());
        }
    }
}
