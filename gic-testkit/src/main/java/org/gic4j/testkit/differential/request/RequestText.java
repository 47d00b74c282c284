package org.gic4j.testkit.differential.request;

import org.gic4j.api.device.DeviceAttribute;
import org.gic4j.api.device.DeviceType;

/** Requests in words. */
public final class RequestText {
    private RequestText() {}

    /**
     * A request in words, attributes named by their registers.
     *
     * @param request the request
     * @param device the type of the devices that attributes are of
     */
    public static String of(Request request, DeviceType device) {
        return switch (request) {
            case Request.Has has -> "has " + name(device, has.group(), has.attribute());
            case Request.Get get -> "get " + name(device, get.group(), get.attribute());
            case Request.Set set ->
                "set " + name(device, set.group(), set.attribute()) + " to 0x" + Long.toHexString(set.value());
            case Request.InterruptLine line ->
                "interrupt line 0x" + Integer.toHexString(line.irq()) + " to " + line.level();
            case Request.ReadMemory read -> "guest memory at 0x" + Long.toHexString(read.address());
            default -> request.toString();
        };
    }

    private static String name(DeviceType device, int group, long attribute) {
        return DeviceAttribute.decode(device, group, attribute).describe();
    }
}
