package org.gic4j.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GicExceptionTest {
    static Stream<Field> errorNumbers() {
        return Stream.of(Errno.class.getFields()).filter(field -> Modifier.isStatic(field.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("errorNumbers")
    void shouldNameEveryErrorNumber(Field constant) throws IllegalAccessException {
        assertThat(Errno.name(constant.getInt(null))).isEqualTo(constant.getName());
    }

    @Test
    void shouldShowANumberOutsideTheContract() {
        assertThat(Errno.name(71)).isEqualTo("errno 71");
    }

    @Test
    void shouldBeginAMessageWithTheErrorsName() {
        GicException refusal = new GicException(Errno.EBUSY, "a vCPU runs", new IOException("inside"));

        assertThat(refusal).hasMessage("EBUSY: a vCPU runs").hasRootCauseMessage("inside");
        assertThat(refusal.errno()).isEqualTo(16);
    }
}
