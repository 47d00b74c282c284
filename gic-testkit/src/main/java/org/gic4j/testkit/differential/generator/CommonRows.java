package org.gic4j.testkit.differential.generator;

import java.util.ArrayList;
import java.util.List;

/** Rows that the repertoires of both versions have, around registers and addresses of their own. */
final class CommonRows {
    private CommonRows() {}

    /** What is asked of a machine that works. */
    static List<Row> work(RegisterRequests registers, AddressRequests addresses, Row... own) {
        return with(
                List.of(
                        new Row(360, registers::set),
                        new Row(120, registers::get),
                        new Row(40, registers::has),
                        new Row(60, registers::beside),
                        new Row(20, registers::hidden),
                        new Row(20, registers::throughAnyVcpu),
                        new Row(20, registers::withReservedBits),
                        new Row(130, LineRequests::shared),
                        new Row(75, LineRequests::ofVcpu),
                        new Row(30, LineRequests::any),
                        new Row(5, LineRequests::message),
                        new Row(5, addresses::set),
                        new Row(5, addresses::get),
                        new Row(3, addresses::has),
                        new Row(5, AddressRequests::setInterrupts),
                        new Row(5, AddressRequests::getInterrupts),
                        new Row(5, MachineRequests::initialize),
                        new Row(5, MachineRequests::control),
                        new Row(10, MachineRequests::anyGroup),
                        new Row(4, MachineRequests::createVcpu),
                        new Row(3, MachineRequests::initializeVcpu),
                        new Row(3, MachineRequests::setAffinity),
                        new Row(4, MachineRequests::createVgic),
                        new Row(4, MachineRequests::createAny),
                        new Row(2, MachineRequests::createIrqchip),
                        new Row(5, MachineRequests::checkExtension),
                        new Row(1, MachineRequests::validateFirstRun)),
                own);
    }

    /** What is asked in any order while a machine is made. */
    static List<Row> life(RegisterRequests registers, AddressRequests addresses, Row... own) {
        return with(
                List.of(
                        new Row(60, MachineRequests::createVcpu),
                        new Row(45, MachineRequests::initializeVcpu),
                        new Row(10, MachineRequests::setAffinity),
                        new Row(40, MachineRequests::createVgic),
                        new Row(25, MachineRequests::createAny),
                        new Row(60, addresses::set),
                        new Row(25, addresses::get),
                        new Row(10, addresses::has),
                        new Row(40, AddressRequests::setInterrupts),
                        new Row(25, AddressRequests::getInterrupts),
                        new Row(20, MachineRequests::initialize),
                        new Row(15, MachineRequests::control),
                        new Row(20, MachineRequests::anyGroup),
                        new Row(20, MachineRequests::validateFirstRun),
                        new Row(15, MachineRequests::checkExtension),
                        new Row(40, registers::has),
                        new Row(15, registers::get),
                        new Row(15, registers::set),
                        new Row(10, registers::beside),
                        new Row(10, registers::throughAnyVcpu),
                        new Row(20, LineRequests::any),
                        new Row(10, LineRequests::shared),
                        new Row(10, LineRequests::ofVcpu),
                        new Row(10, LineRequests::message),
                        new Row(2, MachineRequests::closeDevice),
                        new Row(2, MachineRequests::closeVcpu),
                        new Row(1, MachineRequests::closeMachine)),
                own);
    }

    /** What is asked once handles or the machine are closed. */
    static List<Row> afterlife(RegisterRequests registers, AddressRequests addresses, Row... own) {
        return with(
                List.of(
                        new Row(10, registers::get),
                        new Row(10, registers::set),
                        new Row(10, registers::has),
                        new Row(5, registers::throughAnyVcpu),
                        new Row(10, LineRequests::shared),
                        new Row(5, LineRequests::any),
                        new Row(3, LineRequests::message),
                        new Row(5, addresses::set),
                        new Row(3, addresses::legacy),
                        new Row(3, AddressRequests::getInterrupts),
                        new Row(3, MachineRequests::anyGroup),
                        new Row(5, MachineRequests::createVcpu),
                        new Row(5, MachineRequests::initializeVcpu),
                        new Row(3, MachineRequests::setAffinity),
                        new Row(5, MachineRequests::createVgic),
                        new Row(2, MachineRequests::createIrqchip),
                        new Row(3, MachineRequests::checkExtension),
                        new Row(3, MachineRequests::validateFirstRun),
                        new Row(3, MachineRequests::closeVcpu),
                        new Row(3, MachineRequests::closeDevice),
                        new Row(1, MachineRequests::closeMachine)),
                own);
    }

    private static List<Row> with(List<Row> rows, Row... own) {
        List<Row> all = new ArrayList<>(rows);
        all.addAll(List.of(own));
        return all;
    }
}
