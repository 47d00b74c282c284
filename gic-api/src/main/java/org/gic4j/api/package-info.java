/**
 * Backends and the virtual machines, vCPUs and interrupt lines that they offer.
 *
 * <p>Start at {@link org.gic4j.api.GicBackends}.
 */
@NullMarked
package org.gic4j.api;

import org.jspecify.annotations.NullMarked;
