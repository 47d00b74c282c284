package org.gic4j.serialization.transfer;

import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.LpiRegisters;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.transfer.FieldNotes.Kind;
import org.jspecify.annotations.Nullable;

/** The bits that an implementation of a GICv3 has in each word. */
final class Gicv3Fields implements Fields {
    private static final int ALL = -1;
    /** Affinity routing, and one security state: the only choices there are. */
    private static final int ROUTING_AND_ONE_STATE = 0x50;

    private static final int SYSTEM_REGISTERS_ENABLED = 7;
    /** The revision of KVM's GICD_IIDR that knows no abilities in GICR_CTLR. */
    private static final int REVISION_WITHOUT_ABILITIES = 2;

    private final GicProfile profile;
    private final int abilities;
    private final Kind priorities;

    /**
     * The bits of an implementation.
     *
     * @param profile the implementation
     * @param identification the GICD_IIDR that it shows
     */
    Gicv3Fields(GicProfile profile, int identification) {
        this.profile = profile;
        abilities = (identification >>> 12 & 0xF) == REVISION_WITHOUT_ABILITIES
                ? 0
                : profile.gicv3().redistributorControl();
        priorities = Kind.loss("priority-bits", "priorities have " + profile.gicv3().priorityBits() + " bits here");
    }

    /** Whether some vCPU is where a route of 0 leads. */
    static boolean hasAffinity0(GicState state) {
        for (VcpuDescription vcpu : state.vcpus()) {
            if (vcpu.affinity().packed() == 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int kept(Register register, int word) {
        return switch (register) {
            case Gicv3Distributor distributor ->
                distributor.row().wide() && word % 2 != 0
                        ? distributor.row().writableHighBits(profile)
                        : distributor == Gicv3Distributor.GICD_IIDR
                                ? ALL
                                : distributor.row().writableBits(profile);
            case Gicv3Redistributor redistributor ->
                redistributor == Gicv3Redistributor.GICR_CTLR ? LpiRegisters.ENABLE : ALL;
            case Gicv3RedistributorSgi sgi ->
                sgi == Gicv3RedistributorSgi.GICR_ICFGR && (word == 0 || hasFixedPpis())
                        ? 0
                        : sgi.row().writableBits(profile);
            case Gicv3CpuInterface cpuInterface -> kept(cpuInterface);
            case Gicv3Input _ -> word == 0 ? ~Gicv2Inputs.SGIS : ALL;
            default -> ALL;
        };
    }

    /** ICC_CTLR_EL1 and active priorities depend on more than bits. */
    private int kept(Gicv3CpuInterface register) {
        return switch (register) {
            case ICC_PMR_EL1, ICC_BPR0_EL1, ICC_BPR1_EL1, ICC_IGRPEN0_EL1, ICC_IGRPEN1_EL1 ->
                register.row().writableBits(profile);
            case ICC_SRE_EL1 -> 0;
            case ICC_CTLR_EL1,
                    ICC_AP0R_EL1,
                    ICC_AP1R_EL1,
                    ICC_IAR0_EL1,
                    ICC_EOIR0_EL1,
                    ICC_HPPIR0_EL1,
                    ICC_DIR_EL1,
                    ICC_RPR_EL1,
                    ICC_SGI1R_EL1,
                    ICC_ASGI1R_EL1,
                    ICC_SGI0R_EL1,
                    ICC_IAR1_EL1,
                    ICC_EOIR1_EL1,
                    ICC_HPPIR1_EL1 ->
                ALL;
        };
    }

    @Override
    public int fixed(Register register, int vcpu, int word) {
        if (register == Gicv3Distributor.GICD_CTLR) {
            return ROUTING_AND_ONE_STATE;
        }
        if (register == Gicv3Redistributor.GICR_CTLR) {
            return abilities;
        }
        if (register == Gicv3CpuInterface.ICC_SRE_EL1) {
            return SYSTEM_REGISTERS_ENABLED;
        }
        return word == 0 && register == Gicv3RedistributorSgi.GICR_ICFGR ? Gicv2Inputs.EDGES : 0;
    }

    @Override
    public boolean isFixedByVcpu(Register register) {
        return false;
    }

    @Override
    public @Nullable Kind kind(Register register, int word) {
        return switch (register) {
            case Gicv3Distributor distributor -> kind(distributor);
            case Gicv3RedistributorSgi sgi ->
                sgi == Gicv3RedistributorSgi.GICR_IPRIORITYR
                        ? priorities
                        : word == 0 ? null : Kind.loss("configuration", configuration());
            case Gicv3Input _ -> Kind.loss("sgi-line", "an SGI has no line");
            case Gicv3CpuInterface cpuInterface ->
                cpuInterface == Gicv3CpuInterface.ICC_SRE_EL1
                        ? null
                        : Kind.loss("bits", "bits that the register does not have here");
            // GICR_CTLR: what the implementation can do, not what was done to it.
            default -> null;
        };
    }

    private Kind kind(Gicv3Distributor register) {
        return switch (register) {
            case GICD_CTLR -> Kind.loss("distributor-control", "bits that GICD_CTLR does not have here");
            case GICD_IPRIORITYR -> priorities;
            case GICD_ICFGR -> Kind.loss("configuration", configuration());
            case GICD_IROUTER ->
                Kind.loss("routing", "the bits of Aff3 and of routing to any vCPU that do not exist here");
            default -> Kind.loss("bits", "bits that the register does not have here");
        };
    }

    private String configuration() {
        return hasFixedPpis() ? "PPIs are level-sensitive here, and the lower bit is 0" : "the lower bit is 0";
    }

    private boolean hasFixedPpis() {
        return profile.privateConfiguration() == GicProfile.PrivateConfiguration.FIXED;
    }
}
