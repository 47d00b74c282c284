/** The guest's file system: cpio archives (initramfs) made from Debian packages and from the class path under test. */
@NullMarked
package org.gic4j.realkernel.image;

import org.jspecify.annotations.NullMarked;
