package org.gic4j.emulated.wiring;

import jakarta.inject.Scope;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** One instance for each initialised GICv3. */
@Scope
@Retention(RetentionPolicy.RUNTIME)
public @interface Gicv3Scope {}
