package org.gic4j.kvm.host;

/** There is no KVM here that can be used. The message says why, and what to do. */
public final class KvmUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    KvmUnavailableException(String reason) {
        super(reason);
    }

    /** Why, and what to do. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
