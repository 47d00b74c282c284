/**
 * The object graph: what lives as long as a virtual machine, a vCPU, an initialised controller.
 */
@NullMarked
package org.gic4j.emulated.wiring;

import org.jspecify.annotations.NullMarked;
