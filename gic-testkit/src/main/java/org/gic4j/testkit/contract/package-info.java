/**
 * The contract as tests that every backend passes: abstract JUnit classes, to be extended with an
 * {@link org.gic4j.testkit.contract.Implementation}. What an implementation lacks it declares, with the reason; those
 * tests are then skipped, and a test checks that the declaration is true.
 *
 * <p>"CONTRACT n" in comments is the written device-control contract of Linux 6.12's VGIC, section n.
 */
@NullMarked
package org.gic4j.testkit.contract;

import org.jspecify.annotations.NullMarked;
