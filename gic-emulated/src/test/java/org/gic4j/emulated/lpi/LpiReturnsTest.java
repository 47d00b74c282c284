package org.gic4j.emulated.lpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LpiReturnsTest {
    private final LpiReturns returns = new LpiReturns();
    private final LpiTarget one = new StandingVcpu(0, returns);
    private final LpiTarget other = new StandingVcpu(1, new LpiReturns());
    private final Lpi first = given(8192);
    private final Lpi second = given(8193);
    private final Lpi third = given(8194);

    @Test
    void shouldHoldEachOnce() {
        returns.add(first);
        returns.add(second);
        returns.add(first);

        assertThat(taken()).containsExactlyInAnyOrder(first, second);
        assertThat(returns.isEmpty()).isTrue();
    }

    @Test
    void shouldForgetWhatIsGivenToAnother() {
        returns.add(first);
        returns.add(second);
        returns.add(third);
        second.giveTo(other);
        assertThat(taken()).containsExactlyInAnyOrder(first, third);
    }

    @Test
    void shouldForgetWhatIsTakenBack() {
        returns.add(first);
        returns.add(second);
        second.giveTo(null);
        first.giveTo(null);
        assertThat(returns.isEmpty()).isTrue();
        assertThat(taken()).isEmpty();
    }

    @Test
    void shouldKeepWhatIsGivenToTheSameAgain() {
        returns.add(first);
        first.giveTo(one);
        assertThat(taken()).containsExactly(first);
    }

    @Test
    void shouldHoldWhatIsAddedAgainAfterItWasTaken() {
        returns.add(first);
        assertThat(taken()).containsExactly(first);
        returns.add(first);
        assertThat(taken()).containsExactly(first);
    }

    private List<Lpi> taken() {
        List<Lpi> taken = new ArrayList<>();
        returns.takeAll(taken::add);
        return taken;
    }

    private Lpi given(int intid) {
        Lpi lpi = new Lpi(intid);
        lpi.giveTo(one);
        return lpi;
    }

    /** A vCPU that takes LPIs and does nothing with them. */
    private record StandingVcpu(int index, LpiReturns returns) implements LpiTarget {
        @Override
        public boolean takesLpis() {
            return true;
        }

        @Override
        public void takeLpis(boolean enabled) {
            // It stands still.
        }

        @Override
        public boolean forwardsLpis() {
            return true;
        }

        @Override
        public long pendingTable() {
            return 0;
        }

        @Override
        public boolean pendingTableIsZero() {
            return false;
        }

        @Override
        public void present(int intid, int priority) {
            // It stands still.
        }

        @Override
        public void withdraw(int intid, int priority) {
            // It stands still.
        }

        @Override
        public void withdrawAll() {
            // It stands still.
        }
    }
}
