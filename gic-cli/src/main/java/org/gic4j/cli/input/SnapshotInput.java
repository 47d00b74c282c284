package org.gic4j.cli.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.cli.CommandFailure;
import org.gic4j.cli.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of commands that read snapshots, and the reading. */
public final class SnapshotInput {
    @Option(
            names = "--interrupts",
            paramLabel = "N",
            converter = NumberOfInterrupts.class,
            description = "number of interrupts, where the file's format does not say it")
    private @Nullable Integer interrupts;

    /**
     * Reads a file.
     *
     * @param file in any format that is here, compressed or not
     * @return what was read
     * @throws CommandFailure when it cannot be read
     */
    public Imported read(Path file) {
        try {
            return Snapshots.read(
                    file, new ReadOptions(interrupts == null ? OptionalInt.empty() : OptionalInt.of(interrupts)));
        } catch (SnapshotException damaged) {
            throw new CommandFailure(ExitCode.INPUT, InputFailure.message(file, damaged), damaged);
        } catch (IOException unreadable) {
            throw InputFailure.of(file, unreadable);
        } catch (UncheckedIOException unreadable) {
            throw InputFailure.of(file, Objects.requireNonNull(unreadable.getCause()));
        }
    }

    /** Checks the range. */
    static final class NumberOfInterrupts implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                int value = Integer.parseInt(text);
                if (value % 32 == 0
                        && value >= Geometry.PRIVATE_INTERRUPTS
                        && value <= Geometry.MAXIMUM_INTERRUPTS) {
                    return value;
                }
            } catch (NumberFormatException notNumber) {
                // Told below, with the range.
            }
            throw new TypeConversionException(
                    "'" + text + "' is not a multiple of 32 from " + Geometry.PRIVATE_INTERRUPTS + " to "
                            + Geometry.MAXIMUM_INTERRUPTS);
        }
    }
}
