package org.gic4j.emulated.wiring;

import dagger.BindsInstance;
import dagger.Subcomponent;
import org.gic4j.api.registers.Geometry;
import org.gic4j.emulated.gicv2.CpuInterface;
import org.gic4j.emulated.gicv2.Gicv2;

/** What lives from the initialisation of a GICv2 on, when its numbers are known. */
@Gicv2Scope
@Subcomponent(modules = Gicv2Module.class)
public interface Gicv2Component {
    /** The controller. */
    Gicv2 gic();

    /** Makes the graph of a GICv2. */
    @Subcomponent.Factory
    interface Factory {
        /**
         * Makes a graph.
         *
         * @param geometry the numbers of interrupts and vCPUs
         * @param cpus the vCPUs' CPU interfaces by creation index
         */
        Gicv2Component create(@BindsInstance Geometry geometry, @BindsInstance CpuInterface[] cpus);
    }
}
