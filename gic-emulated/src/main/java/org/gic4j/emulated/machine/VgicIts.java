package org.gic4j.emulated.machine;

import org.gic4j.api.registers.Frame;
import org.gic4j.emulated.its.Its;
import org.gic4j.emulated.its.ItsFrame;

/** An ITS of a virtual machine: what it is, its registers, and where its frames are. */
public final class VgicIts {
    private static final int ALIGNMENT = 0x1_0000;

    private final Its its;
    private final ItsFrame frame;
    private final FrameAddress address = new FrameAddress(Frame.ITS.size(), ALIGNMENT);
    private final LifecycleLock lifecycle;
    private final int addressBits;

    VgicIts(Its its, LifecycleLock lifecycle, int addressBits) {
        this.its = its;
        frame = new ItsFrame(its);
        this.lifecycle = lifecycle;
        this.addressBits = addressBits;
    }

    /** What it is. */
    public Its its() {
        return its;
    }

    /** Its registers. */
    public ItsFrame frame() {
        return frame;
    }

    /** The address of its frames, or all ones. */
    public long address() {
        return address.address();
    }

    /** Whether its frames have an address. */
    public boolean hasAddress() {
        return address.isSet();
    }

    /**
     * Sets the address of its frames. Nothing else is asked, so that they may overlap others (CONTRACT 3, DEV-9).
     *
     * @param value guest physical address
     * @return 0; EEXIST, EINVAL or E2BIG
     */
    public int setAddress(long value) {
        lifecycle.lock();
        try {
            return address.set(value, addressBits);
        } finally {
            lifecycle.unlock();
        }
    }

    boolean contains(long where) {
        return address.contains(where);
    }

    /** The offset in its frames of an address that they contain. */
    int offset(long where) {
        return (int) (where - address.address());
    }
}
