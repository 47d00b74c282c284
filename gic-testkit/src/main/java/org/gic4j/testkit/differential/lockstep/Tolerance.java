package org.gic4j.testkit.differential.lockstep;

/** Bits of attributes that are not compared, since the reference's hardware decides them. */
public interface Tolerance {
    /** Everything is compared. */
    Tolerance NONE = (group, attribute, hasRun) -> 0;

    /**
     * The bits of an attribute that are not compared.
     *
     * @param group its group
     * @param attribute the attribute
     * @param hasRun whether a vCPU of the virtual machine has run
     */
    long uncompared(int group, long attribute, boolean hasRun);
}
