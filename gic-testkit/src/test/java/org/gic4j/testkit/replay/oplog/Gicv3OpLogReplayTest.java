package org.gic4j.testkit.replay.oplog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gic4j.testkit.fake.FakeBackend;
import org.gic4j.testkit.replay.Replay;
import org.gic4j.testkit.replay.ReplayOptions;
import org.gic4j.testkit.replay.ReplayReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Gicv3OpLogReplayTest {
    private static final String MACHINE =
            """
            {"op":"create_vm","vm":0,"type":"0x0","errno":0}
            {"op":"create_vcpu","vm":0,"id":0,"errno":0}
            {"op":"create_vcpu","vm":0,"id":1,"errno":0}
            {"op":"set_mpidr","vm":0,"id":1,"value":"0x80000102","errno":0}
            {"op":"create_device","vm":0,"type":7,"flags":0,"dev":0,"errno":0}
            """;
    private static final String ITS = "{'op':'create_device','vm':0,'type':8,'flags':0,'dev':1,'errno':0}";
    private static final String NO_ITS = "ITS that the backend lacks";

    private FakeBackend backend = FakeBackend.create();

    @TempDir
    Path folder;

    @Test
    void shouldNameVcpusByAffinity() throws IOException {
        assertAgrees(
                "{'op':'set','vm':0,'dev':0,'group':5,'attr':'0x10200010100','value':'0x3','errno':0,"
                        + "'diff':[{'group':5,'attr':'0x10200010100','old':'0x0','new':'0x3'}]}");
        assertDiffers(
                "{'op':'set','vm':0,'dev':0,'group':5,'attr':'0x10200010100','value':'0x3','errno':0,"
                        + "'diff':[{'group':5,'attr':'0x100010100','old':'0x0','new':'0x3'}]}",
                "GICR_ISENABLER0 of affinity 0.0.0.1");
    }

    @Test
    void shouldCompareChangesOfEveryFrame() throws IOException {
        for (String register : new String[] {
            "'group':1,'attr':'0x104'", "'group':1,'attr':'0x6104'", "'group':5,'attr':'0x74'",
            "'group':5,'attr':'0x1020001041c'", "'group':6,'attr':'0x1020000c648'", "'group':7,'attr':'0x10200000000'",
            "'group':7,'attr':'0x20'"
        }) {
            assertAgrees("{'op':'set','vm':0,'dev':0," + register + ",'value':'0x3','errno':0,'diff':[{" + register
                    + ",'old':'0x0','new':'0x3'}]}");
        }
    }

    @Test
    void shouldTakeASharedRegisterNamedThroughAnyVcpu() throws IOException {
        assertAgrees(
                "{'op':'set','vm':0,'dev':0,'group':1,'attr':'0x104','value':'0x3','errno':0,"
                        + "'diff':[{'group':1,'attr':'0x10200000104','old':'0x0','new':'0x3'}]}");
    }

    @Test
    void shouldLookAtRegistersThroughTheAffinityThatAVcpuHasNow() throws IOException {
        String enable = "{'op':'set','vm':0,'dev':0,'group':5,'attr':'0x%1$s00010100','value':'0x3','errno':0,"
                + "'diff':[{'group':5,'attr':'0x%1$s00010100','old':'0x0','new':'0x3'}]}";
        assertAgrees(
                enable.formatted("102"),
                "{'op':'set_mpidr','vm':0,'id':1,'value':'0x80000203','errno':0}",
                enable.formatted("203"));
    }

    @Test
    void shouldPerformSystemRegisterAccessesOfGuests() throws IOException {
        assertAgrees(
                guest(0, "pmr", "0x0", "0xf0", "0xf0"),
                guest(0, "igrpen1", "0x0", "0x1", "0x1"),
                guest(0, "ctlr", "0x0", "0x2", "0x2"),
                guest(0, "rpr", "0x0", "0x0", "0x0"),
                guest(0, "hppir1", "0x0", "0x0", "0x0"),
                guest(0, "sgi1r", "0x0", "0x5000002", "0x0"),
                guest(1, "isr_el1", "0x0", "0x0", "0x80"),
                guest(1, "iar1", "0x0", "0x0", "0x5"),
                guest(1, "eoir1", "0x0", "0x5", "0x0"),
                guest(1, "dir", "0x0", "0x5", "0x0"));
        assertDiffers(guest(0, "iar1", "0x0", "0x0", "0x5"), "guest iar1 of vCPU 0");
    }

    @Test
    void shouldSkipOperationsOnAnItsThatTheBackendLacks() throws IOException {
        backend = FakeBackend.withoutIts();
        ReplayReport report = replay(
                ITS,
                "{'op':'set','vm':0,'dev':1,'group':0,'attr':'0x4','value':'0x8080000','errno':0}",
                "{'op':'get','vm':0,'dev':1,'group':8,'attr':'0x4','errno':0,'value':'0x4b00043b'}",
                "{'op':'sweep','vm':0,'dev':1,'kind':'has','group':8,'attr_hi':'0x0','from':'0x0','to':'0x20','step':8,"
                        + "'runs':[['0x0','0x20',0]]}",
                "{'op':'signal_msi','vm':0,'address':'0x8090040','data':1,'flags':1,'devid':0,'errno':0,'ret':1}",
                "{'op':'check_extension','fd':'vm','vm':0,'cap':131,'ret':1}",
                "{'op':'set','vm':0,'dev':0,'group':4,'attr':'0x3','value':'0x0','errno':14}",
                "{'op':'mem_read','vm':0,'gpa':'0x0','len':'0x8','what':'x','nonzero':[['0x0','0x1']]}",
                "{'op':'create_vm','vm':1,'type':'0x0','errno':0}",
                "{'op':'mem_copy','vm':1,'from_vm':0}");
        assertThat(report.differences()).isEmpty();
        assertThat(report.skipped()).containsOnlyKeys(NO_ITS).containsValue(12L);
    }

    @Test
    void shouldSkipOnlyTheRegistersThatAMissingItsChanges() throws IOException {
        backend = FakeBackend.withoutIts();
        ReplayReport report = replay(
                ITS,
                "{'op':'get','vm':0,'dev':0,'group':1,'attr':'0x4','errno':0,'value':'0x7a0001'}",
                "{'op':'get','vm':0,'dev':0,'group':5,'attr':'0x8','errno':0,'value':'0x1'}",
                "{'op':'get','vm':0,'dev':0,'group':5,'attr':'0x10200000070','errno':0,'value':'0x580'}",
                "{'op':'get','vm':0,'dev':0,'group':5,'attr':'0x1020000000c','errno':0,'value':'0x102'}",
                "{'op':'get','vm':0,'dev':0,'group':1,'attr':'0x8','errno':0,'value':'0x4b00343b'}",
                "{'op':'sweep','vm':0,'dev':0,'kind':'get','group':1,'attr_hi':'0x0','from':'0x0','to':'0xc','step':4,"
                        + "'runs':[['0x0','0x4',0,'0x0'],['0x4','0x8',0,'0x7a0001'],['0x8','0xc',0,'0x0']]}");
        assertThat(report.skipped()).containsEntry(NO_ITS, 5L);
        assertThat(report.differences())
                .containsExactly(
                        "line 10: get GICR_TYPER[63:32] of affinity 0.0.1.2: expected 0x102, got 0x0",
                        "line 11: get GICD_IIDR: expected 0x4b00343b, got 0x0");
    }

    @Test
    void shouldLeaveRegistersThatAMissingItsChangesOutOfChanges() throws IOException {
        backend = FakeBackend.withoutIts();
        ReplayReport report = replay(
                ITS,
                "{'op':'set','vm':0,'dev':0,'group':5,'attr':'0x70','value':'0x1','errno':0,"
                        + "'diff':[{'group':5,'attr':'0x70','old':'0x580','new':'0x581'}]}",
                "{'op':'set','vm':0,'dev':0,'group':1,'attr':'0x104','value':'0x1','errno':0,'diff':[]}");
        assertThat(report.differences()).singleElement().asString().contains("line 8", "GICD_ISENABLER1 0x0 -> 0x1");
    }

    @Test
    void shouldCompareMessagesThatFailWithOrWithoutAnIts() throws IOException {
        backend = FakeBackend.withoutIts();
        String message = "{'op':'signal_msi','vm':0,'address':'0x8090040','data':1,'flags':2,'devid':0,'errno':22,'ret':-1}";
        assertThat(replay(ITS, message).differences())
                .containsExactly("line 7: signal message 1 to 0x8090040: expected EINVAL, got ENODEV");
    }

    @Test
    void shouldNotExcuseAnItsThatTheRecordingHostRefused() throws IOException {
        backend = FakeBackend.withoutIts();
        assertDiffers(ITS.replace("'errno':0", "'errno':16").replace("'dev':1", "'dev':-1"), "expected EBUSY and device -1, got EOPNOTSUPP");
    }

    private static String guest(int vcpu, String what, String a, String b, String result) {
        return "{'op':'guest','vm':0,'id':" + vcpu + ",'what':'" + what + "','a':'" + a + "','b':'" + b + "','result':'"
                + result + "'}";
    }

    private void assertAgrees(String... lines) throws IOException {
        ReplayReport report = replay(lines);
        assertThat(report.differences()).isEmpty();
        assertThat(report.skipped()).isEmpty();
    }

    private void assertDiffers(String line, String difference) throws IOException {
        assertThat(replay(line).differences()).singleElement().asString().contains(difference);
    }

    private ReplayReport replay(String... lines) throws IOException {
        String text = MACHINE + String.join("\n", lines).replace('\'', '"') + "\n";
        return Replay.run(Files.writeString(folder.resolve("gic3-some.jsonl"), text), ReplayOptions.of(backend));
    }
}
