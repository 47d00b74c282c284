package org.gic4j.testkit.replay.trace;

/** A line of a GICv2 trace that says something. CPUs are numbered as in the trace, which is creation order. */
sealed interface TraceEvent {
    /** The line's number, from 1. */
    int line();

    /** Whether the line was printed after its effects; all others were before. */
    default boolean late() {
        return false;
    }

    /** An input line changes; {@code cpu} is the one whose PPI it is, or -1 for an SPI. */
    record InputLevel(int line, int intid, boolean high, int cpu) implements TraceEvent {}

    /** A CPU reads the distributor; the line does not say which. */
    record DistributorRead(int line, int offset, int bytes, long value) implements TraceEvent {}

    /** A CPU writes the distributor; the line does not say which. */
    record DistributorWrite(int line, int offset, int bytes, long value) implements TraceEvent {}

    /** A CPU reads its CPU interface. */
    record CpuRead(int line, int cpu, int offset, long value) implements TraceEvent {
        @Override
        public boolean late() {
            return true;
        }
    }

    /** A CPU writes its CPU interface. */
    record CpuWrite(int line, int cpu, int offset, long value) implements TraceEvent {}

    /** An interrupt output of a CPU is 1 now; {@code outputs} has its bit of {@code GuestAccess.outputs}. */
    record OutputHigh(int line, int cpu, int outputs) implements TraceEvent {}
}
