package org.gic4j.emulated.wiring;

import dagger.BindsInstance;
import dagger.Subcomponent;
import org.gic4j.api.registers.Geometry;
import org.gic4j.emulated.gicv3.Gicv3;
import org.gic4j.emulated.gicv3.Redistributor;

/** What lives from the initialisation of a GICv3 on, when its numbers are known. */
@Gicv3Scope
@Subcomponent(modules = Gicv3Module.class)
public interface Gicv3Component {
    /** The controller. */
    Gicv3 gic();

    /** Makes the graph of a GICv3. */
    @Subcomponent.Factory
    interface Factory {
        /**
         * Makes a graph.
         *
         * @param geometry the numbers of interrupts and vCPUs
         * @param redistributors by creation index of the vCPUs
         */
        Gicv3Component create(@BindsInstance Geometry geometry, @BindsInstance Redistributor[] redistributors);
    }
}
