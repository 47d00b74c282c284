package org.gic4j.cli;

import org.gic4j.api.ApiVersion;
import picocli.CommandLine;

/** What {@code --version} prints. */
public final class GicVersionProvider implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"gic " + ApiVersion.CURRENT + ", Java " + Runtime.version()};
    }
}
