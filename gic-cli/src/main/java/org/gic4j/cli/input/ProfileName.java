package org.gic4j.cli.input;

import org.gic4j.api.GicProfile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes the name of a preset profile on the command line. */
public final class ProfileName implements ITypeConverter<GicProfile> {
    @Override
    public GicProfile convert(String name) {
        try {
            return GicProfile.preset(name);
        } catch (IllegalArgumentException unknown) {
            throw new TypeConversionException(unknown.getMessage());
        }
    }
}
