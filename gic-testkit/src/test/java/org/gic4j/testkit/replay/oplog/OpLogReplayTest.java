package org.gic4j.testkit.replay.oplog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gic4j.api.HostKind;
import org.gic4j.testkit.fake.FakeBackend;
import org.gic4j.testkit.fake.FakeMachine;
import org.gic4j.testkit.replay.ExpectedDifferences;
import org.gic4j.testkit.replay.Replay;
import org.gic4j.testkit.replay.ReplayException;
import org.gic4j.testkit.replay.ReplayOptions;
import org.gic4j.testkit.replay.ReplayReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpLogReplayTest {
    private static final String MACHINE =
            """
            {"op":"create_vm","vm":0,"type":"0x0","errno":0}
            {"op":"create_vcpu","vm":0,"id":0,"errno":0}
            {"op":"create_vcpu","vm":0,"id":1,"errno":0}
            {"op":"create_device","vm":0,"type":5,"flags":0,"dev":0,"errno":0}
            """;
    private static final long MACHINE_ANSWERS = 4;

    private FakeBackend backend = FakeBackend.create();

    @TempDir
    Path folder;

    @Test
    void shouldCompareErrnoAndValueOfAGet() throws IOException {
        assertAgrees("{'op':'get','vm':0,'dev':0,'group':1,'attr':'0x100','errno':0,'value':'0x0'}");
        assertDiffers(
                "{'op':'get','vm':0,'dev':0,'group':1,'attr':'0x100','errno':0,'value':'0x1'}",
                "line 5: get GICD_ISENABLER0 of vCPU 0: expected 0x1, got 0x0");
        assertDiffers(
                "{'op':'get','vm':0,'dev':0,'group':1,'attr':'0x100','errno':22}",
                "line 5: get GICD_ISENABLER0 of vCPU 0: expected EINVAL, got 0x0");
    }

    @Test
    void shouldPresetTheBufferOfAGet() throws IOException {
        assertAgrees("{'op':'get','vm':0,'dev':0,'group':9,'attr':'0x0','in':'0x7','errno':6,'value':'0x7'}");
        assertAgrees("{'op':'get','vm':0,'dev':0,'group':9,'attr':'0x0','errno':6,'value':'0xdededededededede'}");
        assertDiffers(
                "{'op':'get','vm':0,'dev':0,'group':9,'attr':'0x0','in':'0x7','errno':6,'value':'0x8'}",
                "expected ENXIO, got ENXIO");
    }

    @Test
    void shouldNotCompareWhatAFailedGetLeftInABufferThatTheLogDoesNotKnow() throws IOException {
        assertAgrees("{'op':'get','vm':0,'dev':0,'group':9,'attr':'0x0','errno':6,'value':'0x0'}");
    }

    @Test
    void shouldCompareErrnoOfAHas() throws IOException {
        assertAgrees("{'op':'has','vm':0,'dev':0,'group':1,'attr':'0x1','errno':6}");
        assertDiffers("{'op':'has','vm':0,'dev':0,'group':1,'attr':'0x1','errno':0}", "expected OK, got ENXIO");
    }

    @Test
    void shouldCompareExactlyTheRegistersThatASetChanges() throws IOException {
        String set = "{'op':'set','vm':0,'dev':0,'group':1,'attr':'0xf00','value':'0x3','errno':0,'diff':[";
        String both = "{'group':1,'attr':'0x200','old':'0x0','new':'0x1'},"
                + "{'group':1,'attr':'0xf00','old':'0x0','new':'0x3'}";
        assertAgrees(set + both + ",{'group':1,'attr':'0x204','old':'0x0','new':'0x1'}]}");
        assertDiffers(set + both + "]}", "2 changes, got OK and 3 changes with GICD_ISPENDR1 of vCPU 0 0x0 -> 0x1");
        assertDiffers(set + both + ",{'group':1,'attr':'0x204','old':'0x0','new':'0x5'}]}", "0x0 -> 0x5");
    }

    @Test
    void shouldTakeASharedRegisterNamedThroughAnyVcpu() throws IOException {
        assertAgrees(
                "{'op':'set','vm':0,'dev':0,'group':1,'attr':'0x104','value':'0x3','errno':0,"
                        + "'diff':[{'group':1,'attr':'0x100000104','old':'0x0','new':'0x3'}]}");
    }

    @Test
    void shouldTellBankedRegistersOfVcpusApart() throws IOException {
        assertDiffers(
                "{'op':'set','vm':0,'dev':0,'group':1,'attr':'0x100','value':'0x3','errno':0,"
                        + "'diff':[{'group':1,'attr':'0x100000100','old':'0x0','new':'0x3'}]}",
                "GICD_ISENABLER0 of vCPU 1");
    }

    @Test
    void shouldReadRegistersAfreshAfterASetWithoutChanges() throws IOException {
        assertAgrees(
                "{'op':'set','vm':0,'dev':0,'group':1,'attr':'0x100','value':'0x3','errno':0,"
                        + "'diff':[{'group':1,'attr':'0x100','old':'0x0','new':'0x3'}]}",
                "{'op':'set','vm':0,'dev':0,'group':1,'attr':'0x100','value':'0x4','errno':0}",
                "{'op':'set','vm':0,'dev':0,'group':1,'attr':'0x100','value':'0x5','errno':0,"
                        + "'diff':[{'group':1,'attr':'0x100','old':'0x4','new':'0x5'}]}");
    }

    @Test
    void shouldCountEachAccessOfASweep() throws IOException {
        String sweep = "{'op':'sweep','vm':0,'dev':0,'kind':'get','group':1,'attr_hi':'0x0','from':'0x0','to':'0x10',"
                + "'step':4,'runs':[['0x0','0x8',0,'0x0'],['0x8','0x10',%s]]}";
        assertThat(replay(MACHINE + json(sweep.formatted("0,'0x0'"))).agreeing()).isEqualTo(MACHINE_ANSWERS + 4);
        ReplayReport differing = replay(MACHINE + json(sweep.formatted("22")));
        assertThat(differing.agreeing()).isEqualTo(MACHINE_ANSWERS + 2);
        assertThat(differing.differing()).isEqualTo(2);
        assertThat(differing.differences())
                .containsExactly(
                        "line 5: sweep, get GICD_IIDR of vCPU 0 to offset 0xc: expected EINVAL, got 0x0");
    }

    @Test
    void shouldAskAMachineThatIsClosed() throws IOException {
        assertThat(replay(MACHINE
                                + json("{'op':'close_vcpu','vm':0,'id':1,'errno':0}")
                                + json("{'op':'close_device','vm':0,'dev':0,'errno':0}")
                                + json("{'op':'close_vm','vm':0}")
                                + json("{'op':'create_vcpu','vm':0,'id':1,'errno':17}"))
                        .agreeing())
                .isEqualTo(MACHINE_ANSWERS + 3);
        assertThat(replay(json("{'op':'close_vm','vm':0}") + json("{'op':'create_vcpu','vm':0,'id':1,'errno':9}"))
                        .differing())
                .isEqualTo(1);
    }

    @Test
    void shouldMissWhatIsToBeClosed() throws IOException {
        assertDiffers("{'op':'close_device','vm':0,'dev':1,'errno':0}", "line 5: there is no device 1 here");
        assertDiffers("{'op':'close_vcpu','vm':0,'id':7,'errno':0}", "line 5: there is no vCPU 7 here");
    }

    @Test
    void shouldDoNothingForASweepOfWhichNothingWasRecorded() throws IOException {
        assertAgrees("{'op':'sweep','vm':0,'dev':0,'kind':'set','group':1,'attr_hi':'0x0','from':'0x1','to':'0x20',"
                + "'step':4,'value':'0x0','runs':[]}");
        assertThat(machine().calls()).isEmpty();
    }

    @Test
    void shouldSkipABadPointerButInitialiseAsTheKernelDid() throws IOException {
        ReplayReport report = replay(MACHINE
                + json("{'op':'set','vm':0,'dev':0,'group':1,'attr':'0x0','addr':'0x8','errno':14}")
                + json("{'op':'get','vm':0,'dev':0,'group':1,'attr':'0x0','addr':'0x8','errno':14}")
                + json("{'op':'create_device','vm':0,'addr':'0x8','errno':14}"));
        assertThat(report.skipped()).containsOnlyKeys("bad user pointer").containsValue(3L);
        assertThat(machine().calls()).noneMatch(call -> call.startsWith("set"));
    }

    @Test
    void shouldCompareAnAnswerThatTheBadPointerDidNotCause() throws IOException {
        assertAgrees("{'op':'set','vm':0,'dev':0,'group':4,'attr':'0x0','addr':'0x8','errno':0}");
        assertThat(machine().calls()).contains("set 4 0x0 0x0");
        assertAgrees("{'op':'get','vm':0,'dev':0,'group':9,'attr':'0x0','addr':'0x8','errno':6}");
    }

    @Test
    void shouldSkipWhatIsNotCompared() throws IOException {
        ReplayReport report = replay(json("{'op':'api_version','ret':12}")
                + json("{'op':'check_extension','fd':'system','cap':9,'name':'NR_VCPUS','ret':6}")
                + json("{'op':'cost','what':'has','us_min':31.12}")
                + json("{'op':'note','text':'hello'}")
                + MACHINE);
        assertThat(report.skipped()).containsEntry("host query", 2L).containsEntry("timing", 1L).hasSize(2);
        assertThat(machine().configuration().hostCpus()).isEqualTo(6);
    }

    @Test
    void shouldAskTheMachineMadeLastForACapability() throws IOException {
        assertAgrees("{'op':'check_extension','fd':'vm','cap':0,'ret':1}");
        assertDiffers("{'op':'check_extension','fd':'vm','cap':131,'ret':1}", "capability 131: expected 1, got 0");
    }

    @Test
    void shouldCompareNothingAfterGuestCode() throws IOException {
        ReplayReport report = replay(MACHINE
                + json("{'op':'run','vm':0,'id':0,'errno':4,'us':2000747}")
                + json("{'op':'get','vm':0,'dev':0,'group':1,'attr':'0x0','errno':0,'value':'0x77'}")
                + json("{'op':'create_vm','vm':1,'type':'0x0','errno':0}")
                + json("{'op':'mem_copy','vm':1,'from_vm':0}")
                + json("{'op':'mem_read','vm':1,'gpa':'0x0','len':'0x8','what':'x','nonzero':[['0x0','0x1']]}")
                + json("{'op':'close_vm','vm':0}"));
        assertThat(report.differing()).isZero();
        assertThat(report.agreeing()).isEqualTo(MACHINE_ANSWERS + 2);
        assertThat(report.skipped()).containsOnlyKeys("after guest code").containsValue(3L);
        assertThat(machine().closed()).isTrue();
    }

    @Test
    void shouldGoOnAfterARunThatExitedAtOnce() throws IOException {
        assertAgrees(
                "{'op':'run','vm':0,'id':0,'immediate_exit':1,'errno':4}",
                "{'op':'get','vm':0,'dev':0,'group':1,'attr':'0x0','errno':0,'value':'0x0'}");
        assertThat(machine().calls()).contains("first run 0");
    }

    @Test
    void shouldCompareTheErrnoOfARunThatFailed() throws IOException {
        assertDiffers("{'op':'run','vm':0,'id':0,'errno':6,'us':176}", "run of vCPU 0: expected ENXIO, got OK");
    }

    @Test
    void shouldMarkAVcpuAsRunning() throws IOException {
        assertAgrees(
                "{'op':'run_begin','vm':0,'id':1}",
                "{'op':'get','vm':0,'dev':0,'group':1,'attr':'0x0','errno':16}",
                "{'op':'run_end','vm':0,'id':1,'errno':4}",
                "{'op':'get','vm':0,'dev':0,'group':1,'attr':'0x0','errno':0,'value':'0x0'}");
    }

    @Test
    void shouldTellARunThatEndsWithoutABeginning() throws IOException {
        assertDiffers("{'op':'run_end','vm':0,'id':1,'errno':4}", "did not begin");
    }

    @Test
    void shouldRunWhatAGuestDid() throws IOException {
        assertAgrees(
                "{'op':'guest','vm':0,'id':1,'what':'str32','a':'0x8000f00','b':'0x10003','result':'0x0'}",
                "{'op':'guest','vm':0,'id':0,'what':'isr_el1','a':'0x0','b':'0x0','result':'0x80'}",
                "{'op':'guest','vm':0,'id':0,'what':'ldr32','a':'0x801000c','b':'0x0','result':'0x403'}");
        assertDiffers(
                "{'op':'guest','vm':0,'id':0,'what':'ldrb','a':'0x8000004','b':'0x0','result':'0x60'}",
                "guest ldrb of vCPU 0 at 0x8000004 value 0x0: expected 0x60, got 0x61");
    }

    @Test
    void shouldSkipGuestAccessesThatTheBackendLacks() throws IOException {
        backend = FakeBackend.withoutGuestAccess();
        ReplayReport report = replay(MACHINE
                + json("{'op':'guest','vm':0,'id':0,'what':'str32','a':'0x8000000','b':'0x1','result':'0x0'}")
                + json("{'op':'get','vm':0,'dev':0,'group':1,'attr':'0x0','errno':0,'value':'0x1'}"));
        assertThat(report.skipped())
                .containsEntry("guest access that the backend lacks", 1L)
                .containsEntry("after guest code", 1L);
    }

    @Test
    void shouldKeepGuestMemory() throws IOException {
        assertAgrees(
                "{'op':'mem','vm':0,'slot':0,'gpa':'0x40000000','size':'0x1000','errno':0}",
                "{'op':'mem_write','vm':0,'gpa':'0x40000010','u64':['0x800000000000000a','0x5','0x6']}",
                "{'op':'mem_zero','vm':0,'from':'0x40000018','to':'0x40000020'}",
                "{'op':'create_vm','vm':1,'type':'0x0','errno':0}",
                "{'op':'mem','vm':1,'slot':0,'gpa':'0x40000000','size':'0x1000','errno':0}",
                "{'op':'mem_copy','vm':1,'from_vm':0}",
                "{'op':'mem_read','vm':1,'gpa':'0x40000000','len':'0x1000','what':'all',"
                        + "'nonzero':[['0x40000010','0x800000000000000a'],['0x40000020','0x6']]}");
        assertDiffers(
                "{'op':'mem_write','vm':0,'gpa':'0x50000000','u64':['0x1']}", "access to guest memory: expected success");
    }

    @Test
    void shouldCompareLinesMessagesAndLegacyCalls() throws IOException {
        assertAgrees(
                "{'op':'irq_line','vm':0,'irq':'0x1000028','level':-1,'errno':0}",
                "{'op':'signal_msi','vm':0,'address':'0x8020040','data':3,'flags':0,'devid':0,'errno':19,'ret':-1}",
                "{'op':'create_irqchip','vm':0,'errno':0}",
                "{'op':'arm_set_device_addr','vm':0,'id':'0x1','addr':'0x8010000','errno':0}",
                "{'op':'set_mpidr','vm':0,'id':1,'value':'0x80000102','errno':0}");
        assertThat(machine().calls()).contains("line 0x1000028 -1", "message 3", "address 0x1 0x8010000");
        assertThat(machine().vcpus().get(1).affinity().packed()).isEqualTo(0x102);
    }

    @Test
    void shouldCompareTheIndexOfADevice() throws IOException {
        assertAgrees("{'op':'create_device','vm':0,'type':5,'flags':1,'dev':-1,'errno':0}");
        assertDiffers(
                "{'op':'create_device','vm':0,'type':7,'flags':0,'dev':1,'errno':0}",
                "expected OK and device 1, got ENODEV and device -1");
    }

    @Test
    void shouldTellWhatTheLogHasAndTheReplayHasNot() throws IOException {
        assertDiffers("{'op':'has','vm':0,'dev':3,'group':1,'attr':'0x0','errno':0}", "there is no device 3 here");
        assertDiffers("{'op':'vcpu_init','vm':0,'id':7,'errno':0}", "there is no vCPU 7 here");
        assertDiffers("{'op':'create_vcpu','vm':9,'id':7,'errno':0}", "there is no virtual machine 9 here");
    }

    @Test
    void shouldTakeTheHostKindFromTheNameThenFromTheContent() throws IOException {
        replayNamed("gic3-some.jsonl", json("{'op':'create_vm','vm':0,'type':'0x0','errno':0}"));
        assertThat(machine().configuration().host()).isEqualTo(HostKind.GICV3);
        replayNamed("mine.jsonl", MACHINE);
        assertThat(machine().configuration().host()).isEqualTo(HostKind.GICV2);
        replayNamed("mine.jsonl", MACHINE.replace("\"type\":5", "\"type\":7"));
        assertThat(machine().configuration().host()).isEqualTo(HostKind.GICV3);
    }

    @Test
    void shouldLetTheHostKindBeSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("gic2-some.jsonl"), MACHINE);
        Replay.run(
                file,
                new ReplayOptions(
                        backend, Optional.of(HostKind.GICV3), Optional.empty(), ExpectedDifferences.none()));
        assertThat(machine().configuration().host()).isEqualTo(HostKind.GICV3);
    }

    @Test
    void shouldAskForTheHostKindWhereNothingTellsIt() {
        assertThatThrownBy(() -> replayNamed("mine.jsonl", json("{'op':'create_vm','vm':0,'type':'0x0','errno':0}")))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("say which kind of host");
    }

    @Test
    void shouldCloseEveryMachineAtTheEnd() throws IOException {
        replay(MACHINE);
        assertThat(backend.machines()).allMatch(FakeMachine::closed);
    }

    private void assertAgrees(String... lines) throws IOException {
        ReplayReport report = replay(MACHINE + json(String.join("\n", lines)));
        assertThat(report.differences()).isEmpty();
        assertThat(report.skipped()).isEmpty();
    }

    private void assertDiffers(String line, String difference) throws IOException {
        ReplayReport report = replay(MACHINE + json(line));
        assertThat(report.differing()).isEqualTo(1);
        assertThat(report.differences()).singleElement().asString().contains(difference);
    }

    private FakeMachine machine() {
        return backend.machines().stream()
                .filter(machine -> !machine.vcpus().isEmpty())
                .reduce((earlier, later) -> later)
                .orElseGet(() -> backend.machines().getLast());
    }

    private static String json(String text) {
        return text.replace('\'', '"') + "\n";
    }

    private ReplayReport replay(String text) throws IOException {
        return replayNamed("gic2-some.jsonl", text);
    }

    private ReplayReport replayNamed(String name, String text) throws IOException {
        return Replay.run(Files.writeString(folder.resolve(name), text), ReplayOptions.of(backend));
    }
}
