package org.gic4j.testkit.replay.oplog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gic4j.testkit.replay.ReplayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationParserTest {
    private static final int LINE = 17;

    @Test
    void shouldReadHexadecimalAndDecimalNumbers() {
        assertThat(parse("{'op':'irq_line','vm':3,'irq':'0xF1000028','level':-1,'errno':0}"))
                .isEqualTo(new Operation.InterruptLevel(3, 0xF100_0028, -1, 0));
        assertThat(parse("{'op':'create_vm','vm':3,'type':'0xffffffffffffffff','errno':22}"))
                .isEqualTo(new Operation.CreateVm(3, -1, 22));
    }

    @Test
    void shouldIgnoreKeysThatItDoesNotNeed() {
        assertThat(parse("{'op':'close_vm','vm':3,'when':'late','detail':{'a':[1,2.5,true]}}"))
                .isEqualTo(new Operation.CloseVm(3));
    }

    @Test
    void shouldReadAMissingDiffApartFromAnEmptyOne() {
        String set = "{'op':'set','vm':0,'dev':0,'group':1,'attr':'0x0','value':'0x1','errno':0%s}";
        assertThat(((Operation.Set) parse(set.formatted(""))).changes()).isNull();
        assertThat(((Operation.Set) parse(set.formatted(",'diff':[]"))).changes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'op':'close_vm'}                                       | 'vm' is missing",
                "{'op':'close_vm','vm':'zero'}                           | 'vm' must be a whole number",
                "{'op':'close_vm','vm':1.5}                              | 'vm' must be a whole number",
                "{'op':'close_vm','vm':-1}                               | 'vm' must be a number from 0",
                "{'op':'create_vm','vm':0,'type':'0x10000000000000000','errno':0} | 'type' must be a whole number",
                "{'op':'reboot','vm':0}                                  | no operation is named 'reboot'",
                "{'vm':0}                                                | 'op' is missing",
                "{'op':7}                                                | 'op' must be a string",
                "{'op':'close_vm','vm':0                                 | not JSON",
                "{'op':'close_vm','vm':0} x                              | not JSON",
                "{'op':'close_vm','vm':0} {}                             | something follows",
                "{'op':'close_vm','op':'close_vm','vm':0}                | stands there twice",
                "[1]                                                     | not a JSON object",
                "{'op':'close_vm','vm':null}                             | a value that no op log has",
                "{'op':'check_extension','fd':'net','cap':1,'ret':0}     | 'fd' must be 'system' or 'vm'",
                "{'op':'guest','vm':0,'id':0,'what':'jump','a':0,'b':0,'result':0} | 'what' must be",
                "{'op':'sweep','vm':0,'dev':0,'kind':'peek','group':1}   | 'kind' must be",
            })
    void shouldNameLineAndFault(String text, String fault) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("line 17")
                .hasMessageContaining(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0 | 4 | [['0x0','0x4',0]]                     | up to 0x8",
                "0 | 4 | [['0x0','0x4',0],['0x5','0x8',0]]     | without gaps",
                "0 | 4 | [['0x0','0x8']]                       | a list of lists",
                "0 | 4 | [['0x0','0x8',-1]]                    | of [first, end, errno, value]",
                "0 | 0 | [['0x0','0x8',0]]                     | at or above 'from'",
                "9 | 4 | [['0x0','0x8',0]]                     | at or above 'from'",
            })
    void shouldRefuseASweepThatDoesNotAddUp(int from, int step, String runs, String fault) {
        String sweep = "{'op':'sweep','vm':0,'dev':0,'kind':'get','group':1,'attr_hi':'0x0','from':" + from
                + ",'to':8,'step':" + step + ",'runs':" + runs + "}";
        assertThatThrownBy(() -> parse(sweep))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining(fault);
    }

    private static Operation parse(String text) {
        return OperationParser.parse(LINE, text.replace('\'', '"'));
    }
}
