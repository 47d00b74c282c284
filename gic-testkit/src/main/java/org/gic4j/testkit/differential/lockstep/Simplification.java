package org.gic4j.testkit.differential.lockstep;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.testkit.differential.request.Request;

/** Requests that are a step simpler than another one: fewer bits, level 1 rather than any. */
final class Simplification {
    private Simplification() {}

    /** What to try in place of a request, the simplest first; empty where it is as simple as can be. */
    static List<Request> of(Request request) {
        List<Request> simpler = new ArrayList<>();
        switch (request) {
            case Request.Set set ->
                fewerBits(set.value())
                        .forEach(value ->
                                simpler.add(new Request.Set(set.device(), set.group(), set.attribute(), value)));
            case Request.InterruptLine line when line.level() != 0 && line.level() != 1 ->
                simpler.add(new Request.InterruptLine(line.irq(), 1));
            case Request.WriteMemory write ->
                fewerBits(write.value()).forEach(value -> simpler.add(new Request.WriteMemory(write.address(), value)));
            case Request.CreateMachine create when create.type() != 0 -> simpler.add(new Request.CreateMachine(0));
            case Request.CreateDevice create when create.flags() != 0 ->
                simpler.add(new Request.CreateDevice(create.type(), 0));
            case Request.Get get when get.in() != 0 ->
                simpler.add(new Request.Get(get.device(), get.group(), get.attribute(), 0));
            default -> {}
        }
        return simpler;
    }

    private static List<Long> fewerBits(long value) {
        List<Long> fewer = new ArrayList<>();
        if (Long.bitCount(value) > 1) {
            fewer.add(0L);
            fewer.add(value & 0xFFFF_FFFFL);
            fewer.add(value & 0xFFFFL);
            fewer.add(value & 0xFFFF_0000L);
            for (long rest = value; rest != 0; rest &= rest - 1) {
                fewer.add(value & ~Long.lowestOneBit(rest));
            }
            fewer.removeIf(candidate -> candidate == value);
        } else if (value != 0) {
            fewer.add(0L);
        }
        return fewer;
    }
}
