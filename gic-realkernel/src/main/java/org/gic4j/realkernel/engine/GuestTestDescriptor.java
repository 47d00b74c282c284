package org.gic4j.realkernel.engine;

import java.util.Set;
import java.util.stream.Stream;
import org.gic4j.realkernel.event.TestEvent.Registered;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.jspecify.annotations.Nullable;

/** A test or container of the guest, as this machine reports it. */
final class GuestTestDescriptor extends AbstractTestDescriptor {
    private final String guestId;
    private final Type type;
    private final String legacyName;
    private final Set<TestTag> tags;
    private final boolean registersTests;

    private GuestTestDescriptor(
            String guestId,
            UniqueId id,
            String displayName,
            String legacyName,
            Type type,
            @Nullable TestSource source,
            Set<TestTag> tags,
            boolean registersTests) {
        super(id, displayName, source);
        this.guestId = guestId;
        this.type = type;
        this.legacyName = legacyName;
        this.tags = Set.copyOf(tags);
        this.registersTests = registersTests;
    }

    /**
     * Mirrors a tree that Jupiter has found.
     *
     * @param found what it found
     * @param parent the id of what this goes into
     */
    static GuestTestDescriptor mirror(TestDescriptor found, UniqueId parent) {
        GuestTestDescriptor mirrored = new GuestTestDescriptor(
                found.getUniqueId().toString(),
                parent.append(found.getUniqueId().getLastSegment()),
                found.getDisplayName(),
                found.getLegacyReportingName(),
                found.getType(),
                found.getSource().orElse(null),
                found.getTags(),
                found.mayRegisterTests());
        for (TestDescriptor child : found.getChildren()) {
            mirrored.addChild(mirror(child, mirrored.getUniqueId()));
        }
        return mirrored;
    }

    /**
     * A test or container that the guest's run has added to this one.
     *
     * @param registered what the guest tells
     */
    GuestTestDescriptor add(Registered registered) {
        Type kind = !registered.container() ? Type.TEST : registered.test() ? Type.CONTAINER_AND_TEST : Type.CONTAINER;
        GuestTestDescriptor added = new GuestTestDescriptor(
                registered.id(),
                getUniqueId().append(UniqueId.parse(registered.id()).getLastSegment()),
                registered.displayName(),
                registered.legacyName(),
                kind,
                getSource().orElse(null),
                tags,
                false);
        addChild(added);
        return added;
    }

    /** The unique id in the guest. */
    String guestId() {
        return guestId;
    }

    /** What is to run, by its unique ids in the guest: everything in here that is a test, or makes tests. */
    Stream<String> selected() {
        return getChildren().isEmpty() ? Stream.of(guestId) : guestChildren().flatMap(GuestTestDescriptor::selected);
    }

    /** The children. */
    Stream<GuestTestDescriptor> guestChildren() {
        return getChildren().stream().map(GuestTestDescriptor.class::cast);
    }

    @Override
    public Type getType() {
        return type;
    }

    @Override
    public String getLegacyReportingName() {
        return legacyName;
    }

    @Override
    public Set<TestTag> getTags() {
        return tags;
    }

    @Override
    public boolean mayRegisterTests() {
        return registersTests;
    }
}
