package org.gic4j.testkit.fake;

import java.util.Optional;
import org.gic4j.api.Affinity;
import org.gic4j.api.ExecutionMarks;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;

/** A vCPU that can be marked as running. */
final class FakeVcpu implements Vcpu, ExecutionMarks {
    private final FakeMachine machine;
    private final int id;
    private final int index;
    private Affinity affinity = new Affinity(0);

    FakeVcpu(FakeMachine machine, int id, int index) {
        this.machine = machine;
        this.id = id;
        this.index = index;
    }

    @Override
    public VcpuId id() {
        return new VcpuId(id);
    }

    @Override
    public VcpuIndex index() {
        return new VcpuIndex(index);
    }

    @Override
    public Affinity affinity() {
        return affinity;
    }

    @Override
    public void initialize() {
        machine.calls().add("initialise " + id);
        affinity = Affinity.byDefault(id());
    }

    @Override
    public void setAffinity(Affinity newAffinity) {
        affinity = newAffinity;
    }

    @Override
    public int tryValidateFirstRun() {
        machine.calls().add("first run " + id);
        return machine.runErrno();
    }

    @Override
    public Optional<ExecutionMarks> executionMarks() {
        return Optional.of(this);
    }

    @Override
    public int enter() {
        int errno = tryValidateFirstRun();
        machine.setRunning(errno == 0);
        return errno;
    }

    @Override
    public void leave() {
        machine.setRunning(false);
    }

    @Override
    public void close() {}
}
