import MarketData
import Storage

extension MemoryLedger {
    func recordCircuit(_ circuit: CircuitRecord) throws(StorageError) {
        let fault = fault
        try change { content in
            var circuit = circuit
            if fault == .losesErrors { circuit.error = nil }
            let known = content.circuits.firstIndex {
                $0.adapter == circuit.adapter && ($0.host == circuit.host || fault == .mixesUpHosts)
            }
            guard let known else { return content.circuits.append(circuit) }
            if fault != .closesAgain, content.circuits[known].state == .closed, circuit.state == .closed { return }
            if fault != .forgetsErrors { circuit.error = circuit.error ?? content.circuits[known].error }
            content.circuits[known] = circuit
        }
    }

    func circuits() -> [CircuitRecord] {
        let circuits = read().circuits
        if fault == .listsCircuitsAsNoted { return circuits }
        return circuits.sorted { ($0.adapter, $1.since, $0.host) < ($1.adapter, $0.since, $1.host) }
    }

    func raiseAlert(_ alert: AlertFiring, lease: ItemLease) throws(StorageError) -> Int64? {
        let fault = fault
        return try change { content in
            let isKnown = content.alerts.contains {
                $0.firing.rule == alert.rule && ($0.firing.subject == alert.subject || fault == .mixesUpSubjects)
                    && ($0.resolvedAt == nil || fault == .raisesOnce)
            }
            if isKnown, fault != .raisesTwice { return nil }
            content.alertCount += 1
            let number = content.alertCount
            content.alerts.append(AlertRecord(number: number, firing: alert, lease: lease))
            if fault != .forgetsNoAlert {
                content.alerts.removeAll {
                    $0.number <= number - AlertRecord.kept && ($0.resolvedAt != nil || fault == .forgetsFiring)
                }
            }
            return number
        }
    }

    func holdAlerts(_ lease: ItemLease, now: Timestamp) throws(StorageError) {
        let fault = fault
        if fault == .holdsNothing { return }
        try change { content in
            for index in content.alerts.indices {
                guard let held = content.alerts[index].lease else { continue }
                if held.owner == lease.owner || held.until <= now || fault == .takesAllAlerts {
                    content.alerts[index].lease = lease
                }
            }
        }
    }

    func resolveAlert(
        _ number: Int64, owner: String, value: Double, at moment: Timestamp
    ) throws(StorageError) -> Bool {
        let fault = fault
        return try change { content in
            let index = content.alerts.firstIndex {
                $0.number == number && $0.resolvedAt == nil && ($0.lease?.owner == owner || fault == .fencesNoAlert)
            }
            guard let index else { return false }
            content.alerts[index].resolvedAt = moment
            if fault != .losesEnds { content.alerts[index].resolvedValue = value }
            content.alerts[index].lease = nil
            return true
        }
    }

    func alerts(resolved limit: Int) -> [AlertRecord] {
        var left = fault == .listsNoneResolved ? 0 : max(limit, 0)
        return read().alerts.reversed().filter { alert in
            if alert.resolvedAt == nil { return true }
            left -= 1
            return left >= 0
        }
    }

    func takeAlertMessage(_ lease: ItemLease, now: Timestamp) throws(StorageError) -> AlertRecord? {
        let fault = fault
        return try change { content in
            func moment(_ alert: AlertRecord) -> Timestamp? {
                switch alert.told {
                case .nothing: alert.firing.firedAt
                case .firing: fault == .tellsNoEnds ? nil : alert.resolvedAt
                case .resolved: nil
                }
            }
            let free = content.alerts.filter { alert in
                guard moment(alert) != nil else { return false }
                return content.tellers[alert.number].map { $0.until <= now } ?? true || fault == .tellsTwice
            }
            let oldest = free.min { left, right in
                if fault == .tellsByNumber { return left.number < right.number }
                return (moment(left) ?? now, left.number) < (moment(right) ?? now, right.number)
            }
            guard let oldest else { return nil }
            content.tellers[oldest.number] = lease
            return oldest
        }
    }

    func renewAlertMessage(_ number: Int64, lease: ItemLease) throws(StorageError) -> Bool {
        let fault = fault
        return try change { content in
            guard content.tellers[number]?.owner == lease.owner || fault == .renewsForStrangers else { return false }
            content.tellers[number] = lease
            return true
        }
    }

    func finishAlertMessage(
        _ number: Int64, owner: String, told: AlertRecord.Told
    ) throws(StorageError) -> Bool {
        let fault = fault
        return try change { content in
            guard let index = content.alerts.firstIndex(where: { $0.number == number }),
                content.tellers[number]?.owner == owner || fault == .fencesNoMessage
            else { return false }
            content.alerts[index].told = told
            content.tellers[number] = nil
            return true
        }
    }
}
