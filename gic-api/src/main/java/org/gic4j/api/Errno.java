package org.gic4j.api;

/**
 * Linux error numbers of the contract, positive as in the kernel's documentation.
 *
 * <p>Constants rather than an enum: primitive operations return them without allocation.
 */
public final class Errno {
    /** Success. */
    public static final int OK = 0;
    /** Operation not permitted. */
    public static final int EPERM = 1;
    /** No such register or region. */
    public static final int ENOENT = 2;
    /** A run was interrupted. */
    public static final int EINTR = 4;
    /** The virtual machine died after a failed first run. */
    public static final int EIO = 5;
    /** No such attribute, group or address. */
    public static final int ENXIO = 6;
    /** An address is beyond the guest's physical address space. */
    public static final int E2BIG = 7;
    /** A vCPU was run before it was initialised. */
    public static final int ENOEXEC = 8;
    /** The object is closed. */
    public static final int EBADF = 9;
    /** A resource is exhausted for now. */
    public static final int EAGAIN = 11;
    /** Not enough memory. */
    public static final int ENOMEM = 12;
    /** Permission denied. */
    public static final int EACCES = 13;
    /** A pointer or a table lies outside the memory given. */
    public static final int EFAULT = 14;
    /** A vCPU runs, or the state no longer allows the operation. */
    public static final int EBUSY = 16;
    /** It exists already. */
    public static final int EEXIST = 17;
    /** No such device. */
    public static final int ENODEV = 19;
    /** A value is not valid. */
    public static final int EINVAL = 22;
    /** The system has too many open files. */
    public static final int ENFILE = 23;
    /** Too many open files. */
    public static final int EMFILE = 24;
    /** The operation does not exist on this kind of object. */
    public static final int ENOTTY = 25;
    /** The backend cannot honour what was asked of it. */
    public static final int EOPNOTSUPP = 95;

    private Errno() {}

    /**
     * The symbolic name of an error number.
     *
     * @param errno a positive Linux error number, or 0
     * @return for example {@code EINVAL}; {@code OK} for 0; {@code errno 71} for a number outside the contract
     */
    public static String name(int errno) {
        return switch (errno) {
            case OK -> "OK";
            case EPERM -> "EPERM";
            case ENOENT -> "ENOENT";
            case EINTR -> "EINTR";
            case EIO -> "EIO";
            case ENXIO -> "ENXIO";
            case E2BIG -> "E2BIG";
            case ENOEXEC -> "ENOEXEC";
            case EBADF -> "EBADF";
            case EAGAIN -> "EAGAIN";
            case ENOMEM -> "ENOMEM";
            case EACCES -> "EACCES";
            case EFAULT -> "EFAULT";
            case EBUSY -> "EBUSY";
            case EEXIST -> "EEXIST";
            case ENODEV -> "ENODEV";
            case EINVAL -> "EINVAL";
            case ENFILE -> "ENFILE";
            case EMFILE -> "EMFILE";
            case ENOTTY -> "ENOTTY";
            case EOPNOTSUPP -> "EOPNOTSUPP";
            default -> "errno " + errno;
        };
    }
}
