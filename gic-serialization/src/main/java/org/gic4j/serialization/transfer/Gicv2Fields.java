package org.gic4j.serialization.transfer;

import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv2Input;
import org.gic4j.api.registers.Register;
import org.gic4j.serialization.transfer.FieldNotes.Kind;
import org.jspecify.annotations.Nullable;

/** The bits that an implementation of a GICv2 has in each word, and those that are fixed in words of private interrupts. */
final class Gicv2Fields implements Fields {
    private static final int ALL = -1;
    private static final int EACH_BYTE = 0x0101_0101;

    private final GicProfile profile;
    private final int targets;
    private final Kind priorities;

    Gicv2Fields(GicProfile profile, Geometry geometry) {
        this.profile = profile;
        boolean uniprocessor = geometry.vcpus() == 1
                && profile.uniprocessorTargets() == GicProfile.UniprocessorTargets.RAZ_WI;
        targets = uniprocessor ? 0 : ((1 << geometry.vcpus()) - 1) * EACH_BYTE;
        priorities = Kind.loss("priority-bits", "priorities have " + profile.priorityBits() + " bits here");
    }

    @Override
    public int kept(Register register, int word) {
        return switch (register) {
            case Gicv2Distributor distributor -> kept(distributor, word);
            case Gicv2CpuInterface cpuInterface -> kept(cpuInterface);
            case Gicv2Input _ -> word == 0 ? ~Gicv2Inputs.SGIS : ALL;
            default -> ALL;
        };
    }

    /** Priority masks and active priorities change form, which is not a matter of bits. */
    private int kept(Gicv2CpuInterface register) {
        return switch (register) {
            case GICC_CTLR, GICC_BPR, GICC_ABPR -> register.row().writableBits(profile);
            case GICC_PMR,
                    GICC_APR,
                    GICC_NSAPR,
                    GICC_IAR,
                    GICC_EOIR,
                    GICC_RPR,
                    GICC_HPPIR,
                    GICC_AIAR,
                    GICC_AEOIR,
                    GICC_AHPPIR,
                    GICC_IIDR,
                    GICC_DIR ->
                ALL;
        };
    }

    private int kept(Gicv2Distributor register, int word) {
        return switch (register) {
            case GICD_ITARGETSR -> word < Byte.SIZE ? 0 : targets;
            case GICD_ICFGR -> word == 0 || word == 1 && hasFixedPpis() ? 0 : register.row().writableBits(profile);
            case GICD_IIDR, GICD_TYPER, GICD_SGIR, GICD_PIDR -> ALL;
            case GICD_CTLR,
                    GICD_IGROUPR,
                    GICD_ISENABLER,
                    GICD_ICENABLER,
                    GICD_ISPENDR,
                    GICD_ICPENDR,
                    GICD_ISACTIVER,
                    GICD_ICACTIVER,
                    GICD_IPRIORITYR,
                    GICD_CPENDSGIR,
                    GICD_SPENDSGIR ->
                register.row().writableBits(profile);
        };
    }

    @Override
    public int fixed(Register register, int vcpu, int word) {
        if (word == 0 && register == Gicv2Distributor.GICD_ICFGR) {
            return Gicv2Inputs.EDGES;
        }
        if (word == 0 && register == Gicv2Distributor.GICD_ISENABLER) {
            return profile.softwareEnables() == GicProfile.SoftwareEnables.FIXED ? Gicv2Inputs.SGIS : 0;
        }
        return word < Byte.SIZE && register == Gicv2Distributor.GICD_ITARGETSR
                ? (1 << vcpu) * EACH_BYTE & targets
                : 0;
    }

    @Override
    public boolean isFixedByVcpu(Register register) {
        return register == Gicv2Distributor.GICD_ITARGETSR;
    }

    @Override
    public @Nullable Kind kind(Register register, int word) {
        return switch (register) {
            case Gicv2Distributor distributor -> kind(distributor, word);
            case Gicv2CpuInterface cpuInterface ->
                cpuInterface == Gicv2CpuInterface.GICC_CTLR
                        ? Kind.loss("cpu-control", "bits that GICC_CTLR does not have here")
                        : Kind.loss("binary-point", "a binary point has three bits");
            default -> Kind.loss("sgi-line", "an SGI has no line, and its latch is its sources");
        };
    }

    private @Nullable Kind kind(Gicv2Distributor register, int word) {
        return switch (register) {
            case GICD_CTLR -> Kind.loss("distributor-control", "bits that GICD_CTLR does not have here");
            case GICD_IPRIORITYR -> priorities;
            case GICD_ISENABLER -> Kind.loss("sgi-enable", "SGIs cannot be disabled here");
            case GICD_ITARGETSR ->
                word < Byte.SIZE || targets == 0
                        ? null
                        : Kind.explanation("absent-cpu", "targets vCPUs that do not exist, which are left out");
            case GICD_ICFGR ->
                word == 0
                        ? null
                        : Kind.loss(
                                "configuration",
                                hasFixedPpis()
                                        ? "PPIs are level-sensitive here, and the lower bit is 0"
                                        : "the lower bit is 0");
            case GICD_IIDR,
                    GICD_TYPER,
                    GICD_SGIR,
                    GICD_PIDR,
                    GICD_IGROUPR,
                    GICD_ICENABLER,
                    GICD_ISPENDR,
                    GICD_ICPENDR,
                    GICD_ISACTIVER,
                    GICD_ICACTIVER,
                    GICD_CPENDSGIR,
                    GICD_SPENDSGIR ->
                Kind.loss("bits", "bits that the register does not have here");
        };
    }

    private boolean hasFixedPpis() {
        return profile.privateConfiguration() == GicProfile.PrivateConfiguration.FIXED;
    }
}
