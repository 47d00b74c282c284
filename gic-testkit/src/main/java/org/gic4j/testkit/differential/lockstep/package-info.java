/** Two backends side by side: requests, answers, the comparison of both, and the search for a short failing sequence. */
@NullMarked
package org.gic4j.testkit.differential.lockstep;

import org.jspecify.annotations.NullMarked;
