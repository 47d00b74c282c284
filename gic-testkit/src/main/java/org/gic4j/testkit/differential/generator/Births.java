package org.gic4j.testkit.differential.generator;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.testkit.differential.request.Request;

/** What the making of working machines has in common. */
final class Births {
    /** Every host whose KVM has an interrupt controller has at least so many bits of guest physical addresses. */
    private static final int LEAST_LIMIT = 40;

    private Births() {}

    /** A machine with a size of addresses that every host accepts. */
    static Request machine(Draw draw, Sketch sketch) {
        int bits = draw.percent(70) ? 0 : draw.between(32, LEAST_LIMIT);
        sketch.setAddressBits(bits == 0 ? LEAST_LIMIT : bits);
        return new Request.CreateMachine(bits);
    }

    /** A machine of any type; one that is refused is followed by one that is not. */
    static List<Request> anyMachine(Draw draw, Sketch sketch) {
        List<Request> requests = new ArrayList<>();
        if (draw.percent(30)) {
            long type = draw.percent(50) ? draw.below(64) : draw.oneOf(31L, 53L, 64L, 255L, 256L, 0x128L, -1L, draw.bits());
            requests.add(new Request.CreateMachine(type));
        }
        requests.add(machine(draw, sketch));
        return requests;
    }

    /** Usual addresses, mostly all of them, by attribute or by the legacy call. */
    static List<Request> addresses(AddressRequests addresses, Draw draw) {
        List<Request> requests = new ArrayList<>();
        int frame = 0;
        for (AddressRequests.Place place : addresses.places()) {
            if (draw.percent(96)) {
                requests.add(
                        draw.percent(85)
                                ? new Request.Set(0, AttributeGroup.ADDRESS, place.attribute(), place.usual())
                                : new Request.SetDeviceAddress(frame, place.usual()));
            }
            frame++;
        }
        return requests;
    }
}
