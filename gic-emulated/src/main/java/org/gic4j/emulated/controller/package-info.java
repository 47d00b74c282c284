/**
 * What an initialised interrupt controller is to its virtual machine, whichever architecture version it has.
 */
@NullMarked
package org.gic4j.emulated.controller;

import org.jspecify.annotations.NullMarked;
