/** What runs inside the guest: JUnit's launcher, and the listener that tells this machine what happens. */
@NullMarked
package org.gic4j.realkernel.runner;

import org.jspecify.annotations.NullMarked;
