package org.gic4j.emulated.machine;

import org.gic4j.api.Quiescence;
import org.gic4j.emulated.controller.InterruptController;
import org.jspecify.annotations.Nullable;

/** A quiescence that holds the locks of a virtual machine. */
final class Standstill implements Quiescence {
    private final LifecycleLock lifecycle;
    private final VgicIts[] services;
    private final @Nullable InterruptController gic;
    private boolean ended;

    Standstill(LifecycleLock lifecycle, VgicIts[] services, @Nullable InterruptController gic) {
        this.lifecycle = lifecycle;
        this.services = services;
        this.gic = gic;
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            if (gic != null) {
                gic.resume();
            }
            TranslationServices.resume(services);
            lifecycle.unlock();
            if (gic != null) {
                gic.tell();
            }
        }
    }
}
