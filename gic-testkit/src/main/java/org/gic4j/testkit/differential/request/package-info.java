/** What is asked of both backends, and how the answers are written as an op log. */
@NullMarked
package org.gic4j.testkit.differential.request;

import org.jspecify.annotations.NullMarked;
