package org.gic4j.api.discovery;

import org.jspecify.annotations.Nullable;

/**
 * One provider that a search met: either a working one, or the reason why it is not.
 *
 * @param provider the provider, or null
 * @param typeName the class that was declared, as far as it is known
 * @param failure why it could not be made, or null
 * @param <S> the service
 */
public record Discovered<S>(@Nullable S provider, String typeName, @Nullable String failure) {}
