package org.gic4j.api.snapshot;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.RestorePhase;

/**
 * The state of an interrupt controller: every register of the catalogue that was saved, by name and by vCPU. Immutable.
 *
 * <p>Each register family is one array, in the order that {@link Register#stateIndex} gives. A family that the producer
 * did not save is absent, which is not the same as zero. Values are as user space reads them.
 */
public final class GicState {
    private final GicVersion version;
    private final Geometry geometry;
    private final int priorityBits;
    private final List<VcpuDescription> vcpus;
    private final Map<Long, Long> addresses;
    private final List<RedistributorRegion> redistributorRegions;
    private final RegisterWords words;
    private final List<ItsState> translationServices;

    private GicState(Builder builder) {
        version = builder.version;
        geometry = builder.geometry;
        priorityBits = builder.priorityBits;
        vcpus = builder.vcpus;
        addresses = Collections.unmodifiableMap(new TreeMap<>(builder.addresses));
        redistributorRegions = List.copyOf(builder.redistributorRegions);
        words = builder.words.inRestoreOrder();
        translationServices = List.copyOf(builder.translationServices);
    }

    /** The architecture version. */
    public GicVersion version() {
        return version;
    }

    /** The numbers of interrupts and of vCPUs. */
    public Geometry geometry() {
        return geometry;
    }

    /** The number of implemented priority bits, which decides the form of GICC_PMR and of active priorities. */
    public int priorityBits() {
        return priorityBits;
    }

    /** The vCPUs in creation order. */
    public List<VcpuDescription> vcpus() {
        return vcpus;
    }

    /** The addresses of frames that were known, by attribute of the ADDRESS group. */
    public Map<Long, Long> addresses() {
        return addresses;
    }

    /** The regions of redistributor frames by index, GICv3 alone. The legacy region stands here, not among addresses. */
    public List<RedistributorRegion> redistributorRegions() {
        return redistributorRegions;
    }

    /** The ITSs in the order in which they were created, GICv3 alone. */
    public List<ItsState> translationServices() {
        return translationServices;
    }

    /** The register families that are here, in restore order. */
    public Set<Register> registers() {
        return words.registers();
    }

    /**
     * Whether a register family is here.
     *
     * @param register the family
     */
    public boolean has(Register register) {
        return words.has(register);
    }

    /**
     * One word.
     *
     * @param register a family that is here
     * @param vcpuIndex the vCPU's creation index; ignored for a shared word
     * @param word the word, from 0
     * @throws IllegalArgumentException when the family is not here
     * @throws IndexOutOfBoundsException for a vCPU or a word that does not exist
     */
    public int word(Register register, int vcpuIndex, int word) {
        return words.of(register)[words.index(register, vcpuIndex, word)];
    }

    /**
     * One 64-bit register.
     *
     * @param register a family of {@linkplain org.gic4j.api.registers.RegisterRow#wide wide} registers that is here
     * @param vcpuIndex the vCPU's creation index; ignored for a shared one
     * @param number which of the family, from 0
     * @throws IllegalArgumentException when the family is not here or not wide
     * @throws IndexOutOfBoundsException for a vCPU or a register that does not exist
     */
    public long wideValue(Register register, int vcpuIndex, int number) {
        int first = RegisterWords.firstOfWide(register, number);
        return word(register, vcpuIndex, first) & 0xFFFF_FFFFL
                | (long) word(register, vcpuIndex, first + 1) << Integer.SIZE;
    }

    /**
     * All words of a family, copied.
     *
     * @param register a family that is here
     * @return in the order of {@link Register#stateIndex}
     * @throws IllegalArgumentException when the family is not here
     */
    public int[] words(Register register) {
        return words.of(register).clone();
    }

    /**
     * Copies the words of a family, without allocation.
     *
     * @param register a family that is here
     * @param target where to, from index 0; at least {@link Register#stateWords} long
     */
    public void copyWords(Register register, int[] target) {
        int[] source = words.of(register);
        System.arraycopy(source, 0, target, 0, source.length);
    }

    /**
     * Puts the words of a family into a buffer, at its position, without allocation.
     *
     * @param register a family that is here
     * @param target with room for {@link Register#stateWords} words
     */
    public void copyWords(Register register, IntBuffer target) {
        target.put(words.of(register));
    }

    /** A builder that begins with everything that is here. */
    public Builder toBuilder() {
        Builder builder = new Builder(version, geometry.interrupts(), vcpus).priorityBits(priorityBits);
        addresses.forEach(builder::address);
        redistributorRegions.forEach(builder::redistributorRegion);
        registers().forEach(register -> builder.words(register, words.of(register)));
        translationServices.forEach(builder::translationService);
        return builder;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GicState that
                && version == that.version
                && geometry.equals(that.geometry)
                && priorityBits == that.priorityBits
                && vcpus.equals(that.vcpus)
                && addresses.equals(that.addresses)
                && redistributorRegions.equals(that.redistributorRegions)
                && translationServices.equals(that.translationServices)
                && words.equals(that.words);
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, geometry, words);
    }

    @Override
    public String toString() {
        return version.display() + " with " + geometry.interrupts() + " interrupts and " + geometry.vcpus() + (geometry.vcpus() == 1 ? " vCPU" : " vCPUs");
    }

    /** Builds a state. Not for use by several threads. */
    public static final class Builder {
        private final GicVersion version;
        private final Geometry geometry;
        private final List<VcpuDescription> vcpus;
        private final Map<Long, Long> addresses = new TreeMap<>();
        private final List<RedistributorRegion> redistributorRegions = new ArrayList<>();
        private final RegisterWords words;
        private final List<ItsState> translationServices = new ArrayList<>();
        private int priorityBits = 5;
        private boolean built;

        /**
         * Begins an empty state.
         *
         * @param version the architecture version
         * @param interrupts a multiple of 32 from 32 to 992
         * @param vcpus in creation order, at most {@link org.gic4j.api.HostKind#maximumVcpus}
         * @throws IllegalArgumentException for other numbers, indexes that are not 0, 1, 2 …, or two vCPUs with the
         *     same id, or of a GICv3 with the same affinity: registers are told apart by them
         */
        public Builder(GicVersion version, int interrupts, List<VcpuDescription> vcpus) {
            if (interrupts < Geometry.PRIVATE_INTERRUPTS
                    || interrupts > Geometry.MAXIMUM_INTERRUPTS
                    || interrupts % 32 != 0) {
                throw new IllegalArgumentException(
                        "the number of interrupts must be a multiple of 32 from 32 to 992, not " + interrupts);
            }
            if (vcpus.size() > version.host().maximumVcpus()) {
                throw new IllegalArgumentException(
                        "a " + version.display() + " has at most " + version.host().maximumVcpus() + " vCPUs, not "
                                + vcpus.size());
            }
            for (int i = 0; i < vcpus.size(); i++) {
                if (vcpus.get(i).index().value() != i) {
                    throw new IllegalArgumentException("the vCPU at place " + i + " says " + vcpus.get(i));
                }
            }
            VcpuKeys.requireDistinct(version, vcpus);
            this.version = version;
            this.geometry = new Geometry(interrupts, vcpus.size());
            this.vcpus = List.copyOf(vcpus);
            words = new RegisterWords(version, geometry);
        }

        /** The architecture version. */
        public GicVersion version() {
            return version;
        }

        /** The extent of what is built. */
        public Geometry geometry() {
            return geometry;
        }

        /**
         * States the number of priority bits; 5 unless stated.
         *
         * @param bits 5 to 8
         */
        public Builder priorityBits(int bits) {
            if (bits < 5 || bits > 8) {
                throw new IllegalArgumentException("priority bits must be 5 to 8, not " + bits);
            }
            priorityBits = bits;
            return this;
        }

        /**
         * States the address of a frame.
         *
         * @param attribute attribute of the ADDRESS group
         * @param address guest physical address
         */
        public Builder address(long attribute, long address) {
            addresses.put(attribute, address);
            return this;
        }

        /**
         * States the next region of redistributor frames.
         *
         * @param region the region; the legacy one only as the first
         * @throws IllegalArgumentException for a GICv2, or a legacy region behind others
         */
        public Builder redistributorRegion(RedistributorRegion region) {
            if (version != GicVersion.GICV3 || region.isLegacy() && !redistributorRegions.isEmpty()) {
                throw new IllegalArgumentException(
                        "a " + version.display() + " cannot have " + region + " as its region "
                                + redistributorRegions.size());
            }
            redistributorRegions.add(region);
            return this;
        }

        /**
         * States the next ITS.
         *
         * @param its its registers
         * @throws IllegalArgumentException for a GICv2, which has none
         */
        public Builder translationService(ItsState its) {
            if (version != GicVersion.GICV3) {
                throw new IllegalArgumentException("a " + version.display() + " has no ITS");
            }
            translationServices.add(its);
            return this;
        }

        /** Leaves all ITSs out again. */
        public Builder withoutTranslationServices() {
            translationServices.clear();
            return this;
        }

        /**
         * States one 64-bit register; the family's others are 0 unless stated.
         *
         * @param register a family of wide registers that is part of the state
         * @param vcpuIndex the vCPU's creation index; ignored for a shared one
         * @param number which of the family, from 0
         * @param value its value
         */
        public Builder wideValue(Register register, int vcpuIndex, int number, long value) {
            int first = RegisterWords.firstOfWide(register, number);
            return word(register, vcpuIndex, first, (int) value)
                    .word(register, vcpuIndex, first + 1, (int) (value >>> Integer.SIZE));
        }

        /**
         * States all words of a family.
         *
         * @param register a family of this version that is part of the state
         * @param words in the order of {@link Register#stateIndex}, copied
         * @throws IllegalArgumentException for another family or another length
         */
        public Builder words(Register register, int[] words) {
            int[] block = block(register);
            if (words.length != block.length) {
                throw new IllegalArgumentException(
                        register.name() + " has " + block.length + " words here, not " + words.length);
            }
            System.arraycopy(words, 0, block, 0, words.length);
            return this;
        }

        /**
         * States all words of a family, from a buffer.
         *
         * @param register a family of this version that is part of the state
         * @param source with at least {@link Register#stateWords} words, taken from its position on
         * @throws IllegalArgumentException for another family
         * @throws java.nio.BufferUnderflowException when the buffer has fewer words
         */
        public Builder words(Register register, IntBuffer source) {
            source.get(block(register));
            return this;
        }

        /**
         * States one word; the family's others are 0 unless stated.
         *
         * @param register a family of this version that is part of the state
         * @param vcpuIndex the vCPU's creation index; ignored for a shared word
         * @param word the word, from 0
         * @param value its value
         * @throws IllegalArgumentException for another family
         * @throws IndexOutOfBoundsException for a vCPU or a word that does not exist
         */
        public Builder word(Register register, int vcpuIndex, int word, int value) {
            block(register)[words.index(register, vcpuIndex, word)] = value;
            return this;
        }

        /**
         * Leaves a family out again.
         *
         * @param register the family
         */
        public Builder without(Register register) {
            words.remove(register);
            return this;
        }

        /** The state as stated so far. The builder takes nothing more after it. */
        public GicState build() {
            built = true;
            return new GicState(this);
        }

        private int[] block(Register register) {
            if (built) {
                throw new IllegalStateException("the state is built; begin with its toBuilder()");
            }
            return words.made(register);
        }
    }

    /** Whether a register identifies rather than holds state: it is not a difference when it differs. */
    public static boolean identifies(Register register) {
        return register.row().restorePhase().orElse(RestorePhase.ACTIVE) == RestorePhase.IDENTIFICATION;
    }
}
