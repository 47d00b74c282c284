package org.gic4j.realkernel.runner;

import java.util.ServiceLoader;
import org.junit.platform.engine.TestEngine;

/** JUnit's engine for the tests' programming model; its module exports nothing, so it is found as JUnit finds it. */
public final class Jupiter {
    private static final String ID = "junit-jupiter";

    private Jupiter() {}

    /** A new engine. */
    public static TestEngine engine() {
        return ServiceLoader.load(TestEngine.class, Jupiter.class.getClassLoader()).stream()
                // By class, since our own engine must not be made here: it is what asks.
                .filter(provider -> provider.type().getName().startsWith("org.junit.jupiter."))
                .map(ServiceLoader.Provider::get)
                .filter(engine -> engine.getId().equals(ID))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("junit-jupiter-engine is not on the class path"));
    }
}
