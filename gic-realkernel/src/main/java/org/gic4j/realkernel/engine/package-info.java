/**
 * A JUnit test engine that runs ordinary Jupiter tests on another machine: it finds them here, has them executed in the
 * guest, and reports each as if it had run here.
 */
@NullMarked
package org.gic4j.realkernel.engine;

import org.jspecify.annotations.NullMarked;
