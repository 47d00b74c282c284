package org.gic4j.emulated.lpi;

import java.util.concurrent.atomic.AtomicLongArray;
import org.gic4j.api.Gicv3Profile;
import org.gic4j.api.Gicv3Profile.TableBases;
import org.gic4j.api.its.TableRegister;

/** GICR_PROPBASER: one for the whole virtual machine, or one for each redistributor. There before any redistributor is. */
public final class ConfigurationTables {
    private static final int ID_BITS = 0x1F;
    private static final int GREATEST_ID_BITS = 16;
    /** Inner shareable, inner cacheable: what KVM resets it to when an ITS is created. */
    private static final long WITH_ITS = 0x580;

    private final AtomicLongArray values;
    private final boolean shared;

    /**
     * The registers at reset.
     *
     * @param profile the implementation
     * @param vcpus the greatest number of vCPUs
     */
    public ConfigurationTables(Gicv3Profile profile, int vcpus) {
        shared = profile.tableBases() == TableBases.SANITISED;
        values = new AtomicLongArray(shared ? 1 : vcpus);
    }

    /** What the creation of an ITS does. */
    void appear() {
        if (shared) {
            values.set(0, WITH_ITS);
        }
    }

    /**
     * The register's value.
     *
     * @param vcpuIndex whose
     */
    public long value(int vcpuIndex) {
        return values.get(shared ? 0 : Math.max(vcpuIndex, 0));
    }

    /**
     * Sets the register.
     *
     * @param vcpuIndex whose
     * @param value what it then reads
     */
    public void set(int vcpuIndex, long value) {
        values.set(shared ? 0 : vcpuIndex, value);
    }

    /** Where the byte of INTID 8192 is. */
    long address(int vcpuIndex) {
        return TableRegister.CONFIGURATION.address(value(vcpuIndex));
    }

    /** The INTIDs that the table has room for are below this. */
    int intids(int vcpuIndex) {
        return 1 << Math.min(((int) value(vcpuIndex) & ID_BITS) + 1, GREATEST_ID_BITS);
    }
}
