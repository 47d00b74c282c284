package org.gic4j.kvm.vmm;

import org.gic4j.kvm.Backends;
import org.gic4j.kvm.call.KernelCalls;

/** Attachments on kernels of tests. */
public final class KvmAttachments {
    private KvmAttachments() {}

    /** Hands a virtual machine of a kernel over. */
    public static KvmAttachment to(KernelCalls kernel, int vmDescriptor) {
        return new KvmAttachment(kernel, Backends.ARM64, vmDescriptor);
    }
}
