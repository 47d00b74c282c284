package org.gic4j.emulated.gicv3;

import org.gic4j.api.Gicv3Profile;
import org.gic4j.api.its.TableRegister;
import org.gic4j.emulated.interrupt.RedistributorInterrupts;
import org.gic4j.emulated.lpi.LpiReturns;
import org.gic4j.emulated.lpi.LpiTarget;

/** A vCPU's part of a GICv3: its CPU interface, its SGIs and PPIs, and the registers of its redistributor. */
public final class Redistributor implements LpiTarget {
    private static final int PROCESSOR_SLEEP = 1 << 1;
    private static final int CHILDREN_ASLEEP = 1 << 2;

    private final int vcpuId;
    private final CpuInterface cpu;
    private final AdvertisedWidths widths;
    private final boolean hasPower;
    private final LpiReturns returns = new LpiReturns();
    private volatile boolean asleep = true;
    private volatile boolean lpisEnabled;
    private volatile long pendingTableBase;

    /**
     * Makes a redistributor at reset.
     *
     * @param vcpuId the vCPU's id: GICR_TYPER.Processor_Number
     * @param cpu the vCPU's CPU interface
     * @param profile the implementation
     */
    public Redistributor(int vcpuId, CpuInterface cpu, Gicv3Profile profile) {
        this.vcpuId = vcpuId;
        this.cpu = cpu;
        widths = new AdvertisedWidths(profile);
        hasPower = profile.power();
        pendingTableBase = TableBase.PENDING.atReset(profile.tableBases());
    }

    @Override
    public int index() {
        return cpu.index();
    }

    /** The vCPU's id. */
    int vcpuId() {
        return vcpuId;
    }

    /** The vCPU's CPU interface. */
    public CpuInterface cpu() {
        return cpu;
    }

    /** Whether the guest may go on as it is: the registers hold what hardware could, and nothing is to be given back. */
    boolean isSettled() {
        return cpu.isSettled() && returns.isEmpty();
    }

    /** The SGIs and PPIs. */
    RedistributorInterrupts interrupts() {
        return cpu.interrupts();
    }

    /** The widths that user space sees in ICC_CTLR_EL1. */
    AdvertisedWidths widths() {
        return widths;
    }

    /** GICR_WAKER. What sleeps is woken by being written to; no interrupt is held back, see docs/decisions. */
    int waker() {
        return hasPower && asleep ? PROCESSOR_SLEEP | CHILDREN_ASLEEP : 0;
    }

    void setWaker(int value) {
        asleep = (value & PROCESSOR_SLEEP) != 0;
    }

    @Override
    public boolean takesLpis() {
        return lpisEnabled;
    }

    @Override
    public void takeLpis(boolean enabled) {
        lpisEnabled = enabled;
    }

    @Override
    public LpiReturns returns() {
        return returns;
    }

    @Override
    public boolean forwardsLpis() {
        return cpu.forwardsGroup1();
    }

    /** GICR_PENDBASER as it was written. */
    long pendingTableBase() {
        return pendingTableBase;
    }

    void setPendingTableBase(long base) {
        pendingTableBase = base;
    }

    @Override
    public long pendingTable() {
        return TableRegister.PENDING.address(pendingTableBase);
    }

    @Override
    public boolean pendingTableIsZero() {
        return (pendingTableBase & TableBase.PENDING_TABLE_ZERO) != 0;
    }

    @Override
    public void present(int intid, int priority) {
        cpu.presentLpi(intid, priority);
    }

    @Override
    public void withdraw(int intid, int priority) {
        cpu.withdrawLpi(intid, priority);
    }

    @Override
    public void withdrawAll() {
        cpu.withdrawLpis();
    }
}
