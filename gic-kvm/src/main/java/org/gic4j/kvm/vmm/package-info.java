/**
 * For virtual machine monitors: handing over descriptors that they own already, and running vCPUs.
 *
 * <p>This is the one package that {@code gic-kvm} exports; all else goes through {@code gic-api}.
 */
@NullMarked
package org.gic4j.kvm.vmm;

import org.jspecify.annotations.NullMarked;
