/**
 * Sequences of requests from a seed, valid and hostile. What can be asked is rows of a repertoire, each with its weight;
 * registers come from the catalogue.
 */
@NullMarked
package org.gic4j.testkit.differential.generator;

import org.jspecify.annotations.NullMarked;
