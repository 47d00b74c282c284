package org.gic4j.realkernel.image;

import java.nio.file.Path;

/**
 * What every boot shares, prepared once.
 *
 * @param kernel an arm64 Linux kernel
 * @param base the first file system: busybox, a JRE and the libraries that it needs
 */
public record GuestSystem(Path kernel, Path base) {}
