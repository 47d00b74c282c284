/** A virtual machine with ITSs that a test drives through attributes and guest memory alone, on any backend. */
@NullMarked
package org.gic4j.testkit.its;

import org.jspecify.annotations.NullMarked;
