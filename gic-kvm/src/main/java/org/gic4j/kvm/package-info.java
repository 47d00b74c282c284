/**
 * The backend {@code kvm}.
 *
 * <p>{@link org.gic4j.kvm.KvmBackend} is the provider and {@link org.gic4j.kvm.KvmProbe} looks at the machine, both
 * through {@link org.gic4j.kvm.KernelCalls}, which mirrors the C calls. {@link org.gic4j.kvm.LinuxCalls} alone makes
 * native calls; {@link org.gic4j.kvm.KvmAbi} has the kernel's numbers and layouts.
 */
@NullMarked
package org.gic4j.kvm;

import org.jspecify.annotations.NullMarked;
