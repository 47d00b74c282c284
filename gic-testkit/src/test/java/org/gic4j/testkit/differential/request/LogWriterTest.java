package org.gic4j.testkit.differential.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gic4j.api.Errno;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.testkit.differential.lockstep.Subject;
import org.gic4j.testkit.fake.FakeBackend;
import org.gic4j.testkit.replay.Replay;
import org.gic4j.testkit.replay.ReplayOptions;
import org.gic4j.testkit.replay.ReplayReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWriterTest {
    private static final List<Request> EVERY_KIND = List.of(
            new Request.CreateMachine(0x100),
            new Request.CreateMachine(40),
            new Request.CreateVcpu(3),
            new Request.CreateVcpu(3),
            new Request.InitializeVcpu(3),
            new Request.SetAffinity(3, 0x8000_0201),
            new Request.CreateDevice(5, 1),
            new Request.CreateDevice(7, 0),
            new Request.CreateDevice(5, 0x8000_0000),
            new Request.CreateIrqchip(),
            new Request.SetDeviceAddress(-1, 0x8000_0000_0000_0000L),
            new Request.InterruptLine(0xF2FF_001F, -1),
            new Request.SignalMsi(-1, -1, -1, -1),
            new Request.CheckExtension(0),
            new Request.Has(0, -1, -1),
            new Request.Set(0, 1, 0x3_0000_0100L, -1),
            new Request.Get(0, 1, 0x3_0000_0100L, 0xDEDEL),
            new Request.Get(0, 9, 0, 7),
            new Request.ValidateFirstRun(3),
            new Request.BeginRun(3),
            new Request.Get(0, 1, 0, 0),
            new Request.EndRun(3),
            new Request.CloseVcpu(3),
            new Request.CloseDevice(0),
            new Request.CloseMachine(),
            new Request.CreateVcpu(4));

    @TempDir
    Path folder;

    @Test
    void shouldWriteWhatAReplayTakes() throws IOException {
        ReplayReport report = replay(log(EVERY_KIND));
        assertThat(report.differences()).isEmpty();
        // Each answer but that of a close and of a run that begins, which have none.
        assertThat(report.agreeing()).isEqualTo(EVERY_KIND.size() - 2);
    }

    @Test
    void shouldLeaveOutAValueThatDoesNotCount() {
        LogWriter log = new LogWriter();
        log.add(new Request.Get(0, 1, 0x200, 0), Answer.of(Errno.OK, 5), false);
        log.add(new Request.Get(0, 1, 0x200, 0), Answer.of(Errno.OK, 5), true);
        assertThat(log.lines().getFirst()).doesNotContain("value");
        assertThat(log.lines().getLast()).contains("\"value\":\"0x5\"");
    }

    @Test
    void shouldWriteNothingForWhatWasNotAsked() {
        LogWriter log = new LogWriter();
        log.add(new Request.Has(4, 1, 0), Answer.NONE, true);
        log.add(new Request.CompareState(0), Answer.DONE, true);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldTellWhereTheAnswersComeFrom() throws IOException {
        LogWriter log = new LogWriter();
        log.meta("kvm", -1, 3);
        log.host(9, 2);
        log.note("a \"difference\"");
        assertThat(log.lines().getFirst()).contains("kvm", "0xffffffffffffffff");
        assertThat(replay(log.lines()).differing()).isZero();
    }

    private static List<String> log(List<Request> requests) {
        LogWriter log = new LogWriter();
        try (Subject subject = new Subject(FakeBackend.create(), VirtualMachineConfiguration.KVM_GICV2)) {
            requests.forEach(request -> log.add(request, subject.put(request), true));
        }
        return log.lines();
    }

    private ReplayReport replay(List<String> lines) throws IOException {
        return Replay.run(Files.write(folder.resolve("v2-log.jsonl"), lines), ReplayOptions.of(FakeBackend.create()));
    }
}
