package org.gic4j.emulated.its;

/** The vCPUs as an ITS names them: by processor number, which is the vCPU's id (GITS_TYPER.PTA is 0). */
public interface Processors {
    /** Stands for "no vCPU has this number". */
    int NONE = -1;

    /**
     * The vCPU of a processor number.
     *
     * @param number unsigned 32 bits
     * @return its creation index, or {@link #NONE}
     */
    int indexOf(int number);
}
