/**
 * The backend {@code kvm}.
 *
 * <p>{@link org.gic4j.kvm.KvmBackend} is the provider. {@code host} looks at the machine, {@code machine} has virtual
 * machines, vCPUs and devices, and both make the C calls of {@code call}, which tests replace. {@code vmm} is exported.
 */
@NullMarked
package org.gic4j.kvm;

import org.jspecify.annotations.NullMarked;
