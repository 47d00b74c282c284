package org.gic4j.emulated.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputNotifierTest {
    private static final int VCPUS = 200;

    private final int[] outputs = new int[VCPUS];
    private final List<Integer> heard = new ArrayList<>();
    private final OutputNotifier notifier = new OutputNotifier(VCPUS);
    private boolean refusing = true;

    @Test
    void shouldKeepWhatIsLeftToTellWhereAListenerThrows() {
        listen(1);
        change(1, 2, 70, 199);
        assertThatIllegalStateException().isThrownBy(() -> notifier.tell(vcpu -> outputs[vcpu]));
        refusing = false;
        notifier.tell(vcpu -> outputs[vcpu]);

        assertThat(heard).containsExactly(1, 2, 70, 199);
    }

    @Test
    void shouldTellAgainOfAVcpuThatChangedWhileItsListenerThrew() {
        notifier.listen(
                (vcpu, now) -> {
                    heard.add(now);
                    if (refusing) {
                        refusing = false;
                        outputs[0] = 2;
                        notifier.changed(0);
                        notifier.tell(any -> outputs[any]);
                        throw new IllegalStateException("the embedder's listener");
                    }
                },
                VCPUS,
                vcpu -> 0);
        change(0);
        assertThatIllegalStateException().isThrownBy(() -> notifier.tell(vcpu -> outputs[vcpu]));
        notifier.tell(vcpu -> outputs[vcpu]);

        assertThat(heard).containsExactly(1, 2);
    }

    private void listen(int refused) {
        notifier.listen(
                (vcpu, now) -> {
                    heard.add(vcpu);
                    if (vcpu == refused && refusing) {
                        throw new IllegalStateException("the embedder's listener");
                    }
                },
                VCPUS,
                vcpu -> 0);
    }

    private void change(int... vcpus) {
        for (int vcpu : vcpus) {
            outputs[vcpu] = 1;
            notifier.changed(vcpu);
        }
    }
}
