package org.gic4j.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gic4j.cli.GicRun;
import org.gic4j.cli.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logs that no kernel recorded: every operation and field that the form has, in sequences that the golden logs do not
 * have, with the answers that the contract gives.
 */
class ContractLogTest {
    private static final String BAD_POINTER = "bad user pointer";
    private static final String MACHINE = """
            {'op':'meta','job':'mine','args':[1]}
            {'op':'create_vm','vm':0,'type':'0x0','errno':0}
            {'op':'create_vcpu','vm':0,'id':0,'errno':0}
            {'op':'create_vcpu','vm':0,'id':1,'errno':0}
            {'op':'vcpu_init','vm':0,'id':0,'features':'0x0','errno':0}
            {'op':'vcpu_init','vm':0,'id':1,'features':'0x0','errno':0}
            {'op':'create_device','vm':0,'type':5,'flags':0,'dev':0,'errno':0}
            {'op':'note','text':'two vCPUs'}
            """;
    private static final String FRAMES = """
            {'op':'set','vm':0,'dev':0,'group':0,'attr':'0x0','value':'0x8000000','errno':0}
            {'op':'set','vm':0,'dev':0,'group':0,'attr':'0x1','value':'0x8010000','errno':0}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void shouldCreateAndTestDevicesWhateverTheFlags() throws IOException {
        assertAgrees("""
                {'op':'create_vm','vm':0,'type':'0x28','errno':0}
                {'op':'create_vm','vm':1,'type':'0x1f','errno':22}
                {'op':'create_vm','vm':1,'type':'0x100','errno':22}
                {'op':'create_device','vm':0,'type':5,'flags':1,'dev':-1,'errno':0}
                {'op':'create_device','vm':0,'type':5,'flags':3,'dev':-1,'errno':0}
                {'op':'create_device','vm':0,'type':7,'flags':0,'dev':-1,'errno':19}
                {'op':'create_device','vm':0,'type':8,'flags':1,'dev':-1,'errno':19}
                {'op':'create_device','vm':0,'type':99,'flags':0,'dev':-1,'errno':19}
                {'op':'create_device','vm':0,'type':5,'flags':2,'dev':0,'errno':0}
                {'op':'create_device','vm':0,'type':5,'flags':0,'dev':-1,'errno':17}
                {'op':'create_device','vm':0,'type':5,'flags':1,'dev':-1,'errno':0}
                {'op':'create_irqchip','vm':0,'errno':17}
                """);
    }

    @Test
    void shouldKeepMachinesApartAndBeginAnewWithANumber() throws IOException {
        assertAgrees("""
                {'op':'create_vm','vm':0,'type':'0x0','errno':0}
                {'op':'create_vm','vm':7,'type':'0x0','errno':0}
                {'op':'create_vcpu','vm':0,'id':3,'errno':0}
                {'op':'create_vcpu','vm':7,'id':3,'errno':0}
                {'op':'create_device','vm':0,'type':5,'flags':0,'dev':0,'errno':0}
                {'op':'create_device','vm':7,'type':5,'flags':0,'dev':0,'errno':0}
                {'op':'set','vm':0,'dev':0,'group':1,'attr':'0x300000100','value':'0xf0000','errno':0,
                 'diff':[{'group':1,'attr':'0x300000100','old':'0xffff','new':'0xfffff'},
                         {'group':1,'attr':'0x300000180','old':'0xffff','new':'0xfffff'}]}
                {'op':'get','vm':7,'dev':0,'group':1,'attr':'0x300000100','errno':0,'value':'0xffff'}
                {'op':'close_vm','vm':0}
                {'op':'get','vm':7,'dev':0,'group':1,'attr':'0x300000100','errno':0,'value':'0xffff'}
                {'op':'create_vm','vm':0,'type':'0x0','errno':0}
                {'op':'create_vcpu','vm':0,'id':3,'errno':0}
                {'op':'create_device','vm':0,'type':5,'flags':0,'dev':0,'errno':0}
                {'op':'get','vm':0,'dev':0,'group':1,'attr':'0x300000100','errno':0,'value':'0xffff'}
                {'op':'end','ms':12}
                """);
    }

    @Test
    void shouldTakeLegacyCalls() throws IOException {
        assertAgrees("""
                {'op':'create_vm','vm':0,'type':'0x0','errno':0}
                {'op':'arm_set_device_addr','vm':0,'id':'0x0','addr':'0x8000000','errno':19}
                {'op':'create_irqchip','vm':0,'errno':0}
                {'op':'create_irqchip','vm':0,'errno':17}
                {'op':'create_device','vm':0,'type':5,'flags':0,'dev':-1,'errno':17}
                {'op':'arm_set_device_addr','vm':0,'id':'0x0','addr':'0x8000800','errno':22}
                {'op':'arm_set_device_addr','vm':0,'id':'0x1','addr':'0xfffffff000','errno':7}
                {'op':'arm_set_device_addr','vm':0,'id':'0x0','addr':'0xfffffff000','errno':0}
                {'op':'arm_set_device_addr','vm':0,'id':'0x0','addr':'0x1','errno':17}
                {'op':'arm_set_device_addr','vm':0,'id':'0x1','addr':'0x10000000000','errno':7}
                {'op':'arm_set_device_addr','vm':0,'id':'0x1','addr':'0xfffffffffffff000','errno':22}
                {'op':'arm_set_device_addr','vm':0,'id':'0x1','addr':'0x0','errno':0}
                {'op':'arm_set_device_addr','vm':0,'id':'0x2','addr':'0x8010000','errno':19}
                {'op':'arm_set_device_addr','vm':0,'id':'0x10000','addr':'0x8010000','errno':19}
                """);
    }

    @Test
    void shouldFixTheNumberOfInterruptsOnce() throws IOException {
        assertSkips(1, """
                {'op':'create_vm','vm':0,'type':'0x0','errno':0}
                {'op':'create_device','vm':0,'type':5,'flags':0,'dev':0,'errno':0}
                {'op':'get','vm':0,'dev':0,'group':3,'attr':'0x77','errno':0,'value':'0x20'}
                {'op':'set','vm':0,'dev':0,'group':3,'attr':'0x0','value':'0x20','errno':22}
                {'op':'set','vm':0,'dev':0,'group':3,'attr':'0x0','value':'0x41','errno':22}
                {'op':'set','vm':0,'dev':0,'group':3,'attr':'0x0','value':'0x400','errno':22}
                {'op':'set','vm':0,'dev':0,'group':3,'attr':'0x0','addr':'0x8','errno':14}
                {'op':'set','vm':0,'dev':0,'group':3,'attr':'0xffffffffffffffff','value':'0x3e0','errno':0}
                {'op':'set','vm':0,'dev':0,'group':3,'attr':'0x0','value':'0x3e0','errno':16}
                {'op':'set','vm':0,'dev':0,'group':3,'attr':'0x0','value':'0x3e1','errno':22}
                {'op':'has','vm':0,'dev':0,'group':3,'attr':'0x12345','errno':0}
                {'op':'get','vm':0,'dev':0,'group':3,'attr':'0x0','errno':0,'value':'0x3e0'}
                {'op':'set','vm':0,'dev':0,'group':4,'attr':'0x0','addr':'0x0','errno':0}
                {'op':'set','vm':0,'dev':0,'group':4,'attr':'0x1','value':'0x0','errno':6}
                {'op':'get','vm':0,'dev':0,'group':4,'attr':'0x0','errno':6}
                {'op':'create_vcpu','vm':0,'id':0,'errno':16}
                """);
    }

    @Test
    void shouldIgnoreFlagsOfAnAttributeAndPresetTheBuffer() throws IOException {
        assertAgrees(MACHINE + """
                {'op':'set','vm':0,'dev':0,'group':1,'attr':'0x104','value':'0x5','attr_flags':4294967295,'errno':0}
                {'op':'get','vm':0,'dev':0,'group':1,'attr':'0x104','attr_flags':1,'in':'0xffffffffffffffff','errno':0,
                 'value':'0x5'}
                {'op':'has','vm':0,'dev':0,'group':1,'attr':'0xabcdef0000000104','attr_flags':2,'errno':0}
                {'op':'get','vm':0,'dev':0,'group':1,'attr':'0x104','errno':0,'value':'0x5'}
                {'op':'get','vm':0,'dev':0,'group':0,'attr':'0x0','errno':0,'value':'0xffffffffffffffff'}
                {'op':'get','vm':0,'dev':0,'group':1,'attr':'0x900000104','errno':22}
                {'op':'get','vm':0,'dev':0,'group':5,'attr':'0x0','in':'0x1234','errno':6,'value':'0x1234'}
                """);
    }

    @Test
    void shouldSkipBadPointersOnlyWhereTheyDecide() throws IOException {
        assertSkips(4, MACHINE + """
                {'op':'create_device','vm':0,'addr':'0x8','errno':14}
                {'op':'set','vm':0,'dev':0,'group':1,'attr':'0x900000000','addr':'0x8','errno':22}
                {'op':'set','vm':0,'dev':0,'group':1,'attr':'0x0','addr':'0x8','errno':14}
                {'op':'set','vm':0,'dev':0,'group':0,'attr':'0x9','addr':'0x8','errno':14}
                {'op':'get','vm':0,'dev':0,'group':0,'attr':'0x9','addr':'0x8','errno':6}
                {'op':'create_vcpu','vm':0,'id':2,'errno':0}
                {'op':'get','vm':0,'dev':0,'group':1,'attr':'0x0','addr':'0x8','errno':14}
                {'op':'create_vcpu','vm':0,'id':4,'errno':16}
                """);
    }

    @Test
    void shouldSetInSweeps() throws IOException {
        assertAgrees(MACHINE + """
                {'op':'sweep','vm':0,'dev':0,'kind':'set','group':1,'attr_hi':'0x100000000','from':'0x400','to':'0x420',
                 'step':4,'value':'0xffffffff','runs':[['0x400','0x420',0]]}
                {'op':'sweep','vm':0,'dev':0,'kind':'get','group':1,'attr_hi':'0x100000000','from':'0x400','to':'0x428',
                 'step':4,'runs':[['0x400','0x420',0,'0xf8f8f8f8'],['0x420','0x428',0,'0x0']]}
                {'op':'sweep','vm':0,'dev':0,'kind':'get','group':1,'attr_hi':'0x0','from':'0x400','to':'0x404',
                 'step':4,'runs':[['0x400','0x404',0,'0x0']]}
                {'op':'sweep','vm':0,'dev':0,'kind':'has','group':1,'attr_hi':'0x0','from':'0xffc','to':'0x1008','step':2,
                 'runs':[['0xffc','0x1008',6]]}
                {'op':'sweep','vm':0,'dev':0,'kind':'has','group':2,'attr_hi':'0x700000000','from':'0x0','to':'0x10',
                 'step':4,'runs':[['0x0','0x10',22]]}
                """);
    }

    @Test
    void shouldDriveLinesAndMessages() throws IOException {
        assertAgrees("""
                {'op':'create_vm','vm':0,'type':'0x0','errno':0}
                {'op':'create_vcpu','vm':0,'id':0,'errno':0}
                {'op':'irq_line','vm':0,'irq':'0x0','level':1,'errno':0}
                {'op':'irq_line','vm':0,'irq':'0x2','level':1,'errno':22}
                {'op':'irq_line','vm':0,'irq':'0x10000','level':1,'errno':22}
                {'op':'irq_line','vm':0,'irq':'0x1000028','level':1,'errno':6}
                {'op':'irq_line','vm':0,'irq':'0x3000000','level':1,'errno':22}
                {'op':'signal_msi','vm':0,'address':'0x0','data':1,'flags':0,'devid':0,'errno':22,'ret':-1}
                {'op':'create_device','vm':0,'type':5,'flags':0,'dev':0,'errno':0}
                {'op':'irq_line','vm':0,'irq':'0x0','level':1,'errno':6}
                {'op':'irq_line','vm':0,'irq':'0x100001f','level':1,'errno':22}
                {'op':'irq_line','vm':0,'irq':'0x200000f','level':1,'errno':22}
                {'op':'irq_line','vm':0,'irq':'0x201001b','level':1,'errno':22}
                {'op':'irq_line','vm':0,'irq':'0xf1ff0028','level':1,'errno':0}
                {'op':'irq_line','vm':0,'irq':'0x1000100','level':1,'errno':22}
                {'op':'irq_line','vm':0,'irq':'0x2000014','level':-1,'errno':0}
                {'op':'get','vm':0,'dev':0,'group':1,'attr':'0x200','errno':0,'value':'0x100000'}
                {'op':'get','vm':0,'dev':0,'group':1,'attr':'0x204','errno':0,'value':'0x100'}
                {'op':'irq_line','vm':0,'irq':'0x2000014','level':0,'errno':0}
                {'op':'get','vm':0,'dev':0,'group':1,'attr':'0x200','errno':0,'value':'0x0'}
                {'op':'set','vm':0,'dev':0,'group':3,'attr':'0x0','value':'0x60','errno':16}
                {'op':'signal_msi','vm':0,'address':'0x8020040','data':1,'flags':2,'devid':0,'errno':22,'ret':-1}
                {'op':'signal_msi','vm':0,'address':'0x8020040','data':1,'flags':1,'devid':5,'errno':19,'ret':-1}
                """);
    }

    @Test
    void shouldRefuseAttributesWhileAVcpuRuns() throws IOException {
        assertAgrees(MACHINE + FRAMES + """
                {'op':'run_begin','vm':0,'id':1}
                {'op':'get','vm':0,'dev':0,'group':1,'attr':'0x0','errno':16}
                {'op':'set','vm':0,'dev':0,'group':2,'attr':'0x0','value':'0x1','errno':16}
                {'op':'get','vm':0,'dev':0,'group':1,'attr':'0x900000000','errno':22}
                {'op':'has','vm':0,'dev':0,'group':1,'attr':'0x0','errno':0}
                {'op':'get','vm':0,'dev':0,'group':3,'attr':'0x0','errno':0,'value':'0x100'}
                {'op':'set','vm':0,'dev':0,'group':4,'attr':'0x0','value':'0x0','errno':0}
                {'op':'irq_line','vm':0,'irq':'0x1000028','level':1,'errno':0}
                {'op':'create_device','vm':0,'type':5,'flags':0,'dev':-1,'errno':16}
                {'op':'create_device','vm':0,'type':5,'flags':1,'dev':-1,'errno':0}
                {'op':'run_end','vm':0,'id':1,'errno':4}
                {'op':'get','vm':0,'dev':0,'group':1,'attr':'0x204','errno':0,'value':'0x100'}
                {'op':'get','vm':0,'dev':0,'group':2,'attr':'0x100000008','errno':0,'value':'0x2'}
                {'op':'create_device','vm':0,'type':5,'flags':0,'dev':-1,'errno':17}
                """);
    }

    @Test
    void shouldDieOfAFailedFirstRun() throws IOException {
        assertAgrees(MACHINE + """
                {'op':'create_vcpu','vm':0,'id':5,'errno':0}
                {'op':'run','vm':0,'id':5,'errno':8,'us':3}
                {'op':'has','vm':0,'dev':0,'group':1,'attr':'0x0','errno':0}
                {'op':'run','vm':0,'id':1,'immediate_exit':1,'errno':6}
                {'op':'has','vm':0,'dev':0,'group':1,'attr':'0x0','errno':5}
                {'op':'get','vm':0,'dev':0,'group':3,'attr':'0x0','errno':5}
                {'op':'irq_line','vm':0,'irq':'0x1000028','level':1,'errno':5}
                {'op':'create_vcpu','vm':0,'id':6,'errno':5}
                {'op':'vcpu_init','vm':0,'id':5,'features':'0x0','errno':5}
                {'op':'create_irqchip','vm':0,'errno':5}
                {'op':'check_extension','fd':'vm','vm':0,'cap':0,'name':'IRQCHIP','ret':-1}
                {'op':'create_vm','vm':1,'type':'0x0','errno':0}
                {'op':'check_extension','fd':'vm','vm':1,'cap':0,'name':'IRQCHIP','ret':1}
                """);
    }

    @Test
    void shouldServeTheGuest() throws IOException {
        assertAgrees(MACHINE + FRAMES + """
                {'op':'guest_load','vm':0,'code':'g_cmd','gpa':'0x40000000'}
                {'op':'guest','vm':0,'id':1,'what':'str32','a':'0x8000000','b':'0x1','result':'0x0'}
                {'op':'guest','vm':0,'id':1,'what':'str32','a':'0x8010004','b':'0xff','result':'0x0'}
                {'op':'guest','vm':0,'id':1,'what':'ldr32','a':'0x8010004','b':'0x0','result':'0xf8'}
                {'op':'guest','vm':0,'id':1,'what':'str32','a':'0x8010000','b':'0x1','result':'0x0'}
                {'op':'guest','vm':0,'id':1,'what':'strb','a':'0x8000403','b':'0xa7','result':'0x0'}
                {'op':'guest','vm':0,'id':1,'what':'ldrb','a':'0x8000403','b':'0x0','result':'0xa0'}
                {'op':'guest','vm':0,'id':0,'what':'str32','a':'0x8000f00','b':'0x20003','result':'0x0'}
                {'op':'guest','vm':0,'id':1,'what':'isr_el1','a':'0x0','b':'0x0','result':'0x80'}
                {'op':'guest','vm':0,'id':1,'what':'ldr32','a':'0x801000c','b':'0x0','result':'0x3'}
                {'op':'guest','vm':0,'id':1,'what':'str32','a':'0x8010010','b':'0x3','result':'0x0'}
                {'op':'guest','vm':0,'id':1,'what':'isr_el1','a':'0x0','b':'0x0','result':'0x0'}
                {'op':'get','vm':0,'dev':0,'group':2,'attr':'0x100000004','errno':0,'value':'0x1f'}
                """);
    }

    @Test
    void shouldKeepGuestMemory() throws IOException {
        assertAgrees("""
                {'op':'create_vm','vm':0,'type':'0x0','errno':0}
                {'op':'mem','vm':0,'slot':0,'gpa':'0x40000000','size':'0x2000','errno':0}
                {'op':'mem','vm':0,'slot':1,'gpa':'0x40001000','size':'0x1000','errno':17}
                {'op':'mem_write','vm':0,'gpa':'0x40001ff0','u64':['0x1','0xffffffffffffffff']}
                {'op':'create_vm','vm':1,'type':'0x0','errno':0}
                {'op':'mem','vm':1,'slot':0,'gpa':'0x40000000','size':'0x2000','errno':0}
                {'op':'mem_copy','vm':1,'from_vm':0}
                {'op':'mem_zero','vm':0,'from':'0x40000000','to':'0x40002000'}
                {'op':'mem_read','vm':0,'gpa':'0x40000000','len':'0x2000','what':'all','nonzero':[]}
                {'op':'mem_read','vm':1,'gpa':'0x40000000','len':'0x2000','what':'all',
                 'nonzero':[['0x40001ff0','0x1'],['0x40001ff8','0xffffffffffffffff']]}
                """);
    }

    private void assertAgrees(String log) throws IOException {
        assertThat(replay(log).number("skippedAnswers")).isZero();
    }

    private void assertSkips(int badPointers, String log) throws IOException {
        JsonObject report = replay(log);
        assertThat(report.object("skipped").number(BAD_POINTER)).isEqualTo(badPointers);
        assertThat(report.number("skippedAnswers")).isEqualTo(badPointers);
    }

    /** A line of the text that begins with a blank goes on with the one before. */
    private JsonObject replay(String log) throws IOException {
        Path file = folder.resolve("life-gic2-seed1.jsonl");
        Files.writeString(file, log.replaceAll("\n +", " ").replace('\'', '"'));
        GicRun run = GicRun.of("replay", "--format=json", file);
        assertThat(run.err()).isEmpty();
        JsonObject report = run.json();
        assertThat(report.texts("differences")).isEmpty();
        assertThat(report.number("agreeing")).isPositive();
        return report;
    }
}
