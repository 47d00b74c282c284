/**
 * How providers are found: the search for services that lets one broken provider hide no other.
 */
@NullMarked
package org.gic4j.api.discovery;

import org.jspecify.annotations.NullMarked;
