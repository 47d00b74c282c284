package org.gic4j.testkit.replay.tally;

import java.util.function.Supplier;
import org.gic4j.api.Errno;

/**
 * Where the answers of one line are counted.
 *
 * @param tally the replay's
 * @param line the line's number
 */
public record LineTally(Tally tally, int line) {
    /**
     * One answer.
     *
     * @param agrees whether it is as recorded
     * @param difference what was asked, expected and got
     */
    public void check(boolean agrees, Supplier<String> difference) {
        if (agrees) {
            tally.agree(1);
        } else {
            tally.differ(line, 1, difference.get());
        }
    }

    /**
     * One answer that is an errno.
     *
     * @param what what was asked
     * @param expected the recorded errno
     * @param got the backend's
     */
    public void checkErrno(Supplier<String> what, int expected, int got) {
        check(expected == got, () -> what.get() + ": expected " + Errno.name(expected) + ", got " + Errno.name(got));
    }

    /**
     * One differing answer.
     *
     * @param difference what was asked, expected and got
     */
    public void differ(String difference) {
        tally.differ(line, 1, difference);
    }

    /**
     * Answers that are not compared.
     *
     * @param answers how many
     * @param reason why
     */
    public void skip(long answers, String reason) {
        tally.skip(line, answers, reason);
    }
}
