package org.gic4j.serialization.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.samples.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is written is read again, whatever the order of its members. */
class JsonRoundTripTest {
    static final List<Snapshot> SAMPLES = List.of(
            Samples.gicv2(),
            Samples.gicv3(),
            Samples.withParts(),
            new Snapshot("", new GicState.Builder(GicVersion.GICV2, 32, List.of()).build()));

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void shouldReadWhatWasWritten(Snapshot snapshot) {
        String written = JsonText.write(snapshot);

        assertThat(JsonText.recognizes(written)).isTrue();
        assertThat(JsonText.read(written)).isEqualTo(snapshot);
        assertThat(JsonText.write(JsonText.read(written))).isEqualTo(written);
    }

    @Test
    void shouldHoldTheLargestController() {
        GicState.Builder state = new GicState.Builder(GicVersion.GICV3, 992, VcpuDescription.consecutive(512));
        Snapshot largest = new Snapshot("test", Samples.filled(state, 512).build());

        assertThat(JsonText.read(JsonText.write(largest))).isEqualTo(largest);
    }

    @Test
    void shouldWriteWhatAnEngineerCanRead() {
        GicState state = new GicState.Builder(GicVersion.GICV2, 32, List.of(Samples.vcpu(5, 0)))
                .address(0, 0x0800_0000L)
                .word(Gicv2Distributor.GICD_CTLR, 0, 0, 1)
                .word(Gicv2Distributor.GICD_IPRIORITYR, 0, 7, 0xA0A0_A080)
                .build();

        assertThat(JsonText.write(new Snapshot("test", state))).isEqualTo("""
                {
                  "format" : "gic4j-snapshot",
                  "version" : 1,
                  "leastReader" : 1,
                  "producer" : "test",
                  "architecture" : "GICv2",
                  "interrupts" : 32,
                  "priorityBits" : 5,
                  "addresses" : {
                    "distributor" : "0x8000000"
                  },
                  "vcpus" : [
                    {
                      "id" : 5,
                      "index" : 0,
                      "affinity" : "0.0.0.5"
                    }
                  ],
                  "registers" : {
                    "GICD_CTLR" : {
                      "shared" : [
                        "00000001"
                      ]
                    },
                    "GICD_IPRIORITYR" : {
                      "vcpu 5" : [
                        "00000000 00000000 00000000 00000000 00000000 00000000 00000000 a0a0a080"
                      ]
                    }
                  }
                }
                """);
    }

    @Test
    void shouldTakeMembersInAnyOrderAndWordsInAnyLines() {
        Snapshot read = JsonText.read("""
                {"registers": {"GICD_ISENABLER": {"shared": ["2"], "vcpu 1": ["ffff"]},
                               "GICD_ICFGR": {"vcpu 1": ["aaaaaaaa", "0"], "shared": ["1 2"]}},
                 "vcpus": [{"affinity": "0.0.0.1", "id": 1}], "interrupts": 64, "priorityBits": 5,
                 "architecture": "GICv2", "producer": "hand", "leastReader": 1, "version": 3, "format": "gic4j-snapshot"}
                """);

        assertThat(read.state().words(Gicv2Distributor.GICD_ISENABLER)).containsExactly(0xFFFF, 2);
        assertThat(read.state().words(Gicv2Distributor.GICD_ICFGR)).containsExactly(0xAAAA_AAAA, 0, 1, 2);
        assertThat(read.producer()).isEqualTo("hand");
    }

    @Test
    void shouldTellThatItCannotWrite() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left");
            }
        };

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new JsonFormat().write(Samples.gicv2(), full))
                .withMessageContaining("no space left");
    }

    @Test
    void shouldNotRecogniseOtherJson() {
        assertThat(JsonText.recognizes("{\"format\": \"other\"}")).isFalse();
        assertThat(JsonText.recognizes("[\"gic4j-snapshot\"]")).isFalse();
        assertThat(JsonText.recognizes("")).isFalse();
    }
}
