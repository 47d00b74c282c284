/**
 * The C calls that KVM needs, and the numbers and layouts of what is passed through them.
 *
 * <p>{@link org.gic4j.kvm.call.KernelCalls} mirrors the calls, {@link org.gic4j.kvm.call.LinuxCalls} makes them: no
 * other class makes a native call. {@link org.gic4j.kvm.call.KvmRequest} has the numbers of ioctls,
 * {@link org.gic4j.kvm.call.KvmStructs} the layouts; {@link org.gic4j.kvm.call.Arguments} fills them without allocation.
 */
@NullMarked
package org.gic4j.kvm.call;

import org.jspecify.annotations.NullMarked;
