package org.gic4j.api;

/** A provider that hands every call to another: what a test declares in place of a mock. */
abstract class DelegatingBackend implements GicBackend {
    private final GicBackend target;

    DelegatingBackend(GicBackend target) {
        this.target = target;
    }

    @Override
    public String name() {
        return target.name();
    }

    @Override
    public int preference() {
        return target.preference();
    }

    @Override
    public String version() {
        return target.version();
    }

    @Override
    public Availability probe() {
        return target.probe();
    }

    @Override
    public VirtualMachine createVirtualMachine(VirtualMachineConfiguration configuration) {
        return target.createVirtualMachine(configuration);
    }
}
