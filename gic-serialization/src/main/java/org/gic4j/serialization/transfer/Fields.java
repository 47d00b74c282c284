package org.gic4j.serialization.transfer;

import org.gic4j.api.registers.Register;
import org.gic4j.serialization.transfer.FieldNotes.Kind;
import org.jspecify.annotations.Nullable;

/** The bits that an implementation has in each word of the state. */
interface Fields {
    /**
     * The bits that it keeps of what is written.
     *
     * @param register the family
     * @param word the word
     */
    int kept(Register register, int word);

    /**
     * The bits that are 1 whatever is written.
     *
     * @param register the family
     * @param vcpu the creation index of the vCPU whose word it is; ignored for a shared one
     * @param word the word
     */
    int fixed(Register register, int vcpu, int word);

    /**
     * Whether the bits that are 1 depend on the vCPU.
     *
     * @param register the family
     */
    boolean isFixedByVcpu(Register register);

    /**
     * What is said of bits that change.
     *
     * @param register the family
     * @param word the word
     * @return null where they say nothing about a state: they identify
     */
    @Nullable Kind kind(Register register, int word);
}
