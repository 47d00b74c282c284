package org.gic4j.testkit.contract;

import java.util.Map;

/** How many answers of each golden op log a replay skips, and why: pinned, so that it cannot grow unseen. */
public final class GoldenSkips {
    private static final String NO_ITS = "ITS that the backend lacks";
    private static final String AFTER_GUEST_CODE = "after guest code";
    private static final String NO_GUEST_ACCESS = "guest access that the backend lacks";
    private static final Map<String, Map<String, Long>> SKIPPED = Map.of(
            "gic2-caps.jsonl.gz", Map.of("host query", 25L, "bad user pointer", 1L),
            "gic2-cost.5.500.jsonl.gz", Map.of("timing", 42L),
            "gic2-run.5.jsonl.gz", Map.of(AFTER_GUEST_CODE, 183L, "bad user pointer", 1L),
            "gic2-v2seq.jsonl.gz", Map.of("bad user pointer", 22L),
            "gic3-caps.jsonl.gz", Map.of("host query", 25L, "bad user pointer", 1L),
            "gic3-cost.7.500.jsonl.gz", Map.of("timing", 51L),
            "gic3-its.jsonl.gz", Map.of("bad user pointer", 17L),
            "gic3-run.7.jsonl.gz", Map.of(AFTER_GUEST_CODE, 174L, "bad user pointer", 1L),
            "gic3-v3seq.jsonl.gz", Map.of("bad user pointer", 33L));
    /** The same of logs with accesses of a guest where the backend cannot make them: whatever they change goes with them. */
    private static final Map<String, Map<String, Long>> SKIPPED_WITHOUT_GUEST_ACCESS = Map.of(
            "gic2-cpuif.5.jsonl.gz", Map.of(AFTER_GUEST_CODE, 382L, NO_GUEST_ACCESS, 1L),
            "gic2-run.5.jsonl.gz", Map.of(AFTER_GUEST_CODE, 208L),
            "gic3-cpuif.7.jsonl.gz", Map.of(AFTER_GUEST_CODE, 343L, NO_GUEST_ACCESS, 1L),
            "gic3-extra.7.jsonl.gz", Map.of(AFTER_GUEST_CODE, 16L),
            "gic3-run.7.jsonl.gz", Map.of(AFTER_GUEST_CODE, 205L));
    /** The same of logs with an ITS where there is none here: the bad pointers that it was given are skipped with it. */
    private static final Map<String, Map<String, Long>> SKIPPED_WITHOUT_ITS = Map.of(
            "gic3-extra.7.jsonl.gz", Map.of(NO_ITS, 18L),
            "gic3-its-dtesize.jsonl.gz", Map.of(NO_ITS, 1296L),
            "gic3-its.jsonl.gz", Map.of(NO_ITS, 267_718L),
            "gic3-v3seq.jsonl.gz", Map.of("bad user pointer", 33L, NO_ITS, 3L),
            "gic3-v3write.1.64.3-its.jsonl.gz", Map.of(NO_ITS, 194L));

    private GoldenSkips() {}

    /**
     * What is skipped of a log.
     *
     * @param log its file name
     * @param guestAccess whether the backend makes a guest's accesses
     * @param its whether it has an ITS
     * @return by reason; empty where every answer is compared
     */
    public static Map<String, Long> of(String log, boolean guestAccess, boolean its) {
        Map<String, Long> skipped = SKIPPED.getOrDefault(log, Map.of());
        if (!guestAccess) {
            skipped = SKIPPED_WITHOUT_GUEST_ACCESS.getOrDefault(log, skipped);
        }
        return its ? skipped : SKIPPED_WITHOUT_ITS.getOrDefault(log, skipped);
    }
}
