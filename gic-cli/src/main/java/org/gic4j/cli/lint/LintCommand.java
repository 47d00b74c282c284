package org.gic4j.cli.lint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.gic4j.api.lint.LintTarget;
import org.gic4j.api.lint.Severity;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicVersionProvider;
import org.gic4j.cli.backends.BackendChoice;
import org.gic4j.cli.input.MemoryInput;
import org.gic4j.cli.input.SnapshotInput;
import org.gic4j.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code gic lint}: checks a snapshot against known failures, against a target, and against a backend that is here. */
@Command(
        name = "lint",
        description = "Checks a snapshot against known failures. Every rule has a page in docs/lint.",
        mixinStandardHelpOptions = true,
        versionProvider = GicVersionProvider.class)
@SuppressWarnings("NullAway.Init")
public final class LintCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "a snapshot in any format that can be read")
    private Path file;

    @Option(
            names = "--for",
            paramLabel = "TARGET",
            converter = TargetName.class,
            description = "where it is to go: kvm, emulated, qemu, firecracker, cloud-hypervisor or crosvm (default: any)")
    private LintTarget target = LintTarget.ANY;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            converter = SeverityName.class,
            description = "the least severity that makes the exit code 1: info, warning or error (default: error)")
    private Severity failOn = Severity.ERROR;

    @Mixin
    private BackendChoice backend;

    @Mixin
    private SnapshotInput input;

    @Mixin
    private MemoryInput memory;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        LintReport report = LintReport.of(file, input.read(file), target, backend, memory);
        output.print(spec.commandLine().getOut(), report::print, report::write);
        return report.reaches(failOn) ? ExitCode.DIFFERENCES : ExitCode.OK;
    }

    /** Takes the name of a target. */
    static final class TargetName implements ITypeConverter<LintTarget> {
        @Override
        public LintTarget convert(String name) {
            try {
                return LintTarget.named(name);
            } catch (IllegalArgumentException unknown) {
                throw new TypeConversionException(unknown.getMessage());
            }
        }
    }

    /** Takes the name of a severity. */
    static final class SeverityName implements ITypeConverter<Severity> {
        @Override
        public Severity convert(String name) {
            return Arrays.stream(Severity.values())
                    .filter(severity -> severity.display().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "no severity '" + name + "'; there are: info, warning, error"));
        }
    }
}
