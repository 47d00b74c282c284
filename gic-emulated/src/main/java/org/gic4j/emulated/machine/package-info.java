/**
 * Virtual machines and vCPUs: what exists, in which state of its life, and who may do what when.
 */
@NullMarked
package org.gic4j.emulated.machine;

import org.jspecify.annotations.NullMarked;
