import MarketData
import Storage

extension Check where Subject == any StoreUnderTest {
    static let deaths: [StoreCheck] = [
        StoreCheck(
            "kill-after-settle",
            "What was settled outlives a process that is killed in the middle of writing, and batches are there whole",
            restsOn: [.wholeBatches, .countsWrites, .keepsVWAP]
        ) { run in
            for batches in [1, 4, 9] { try survives(.settledBatches, batches, run) }
        },
        StoreCheck(
            "kill-after-write", "What a write returned from outlives a process that is killed, also without `settle`",
            restsOn: [.durableAtOnce, .wholeBatches, .countsWrites, .keepsVWAP]
        ) { run in
            // What then holds is what `kill-after-settle` finds; here it is asked that the store is usable at all.
            let isDurable = try run.store().traits.keeps(.durableAtOnce)
            for batches in [2, 7] { try survives(isDurable ? .returnedBatches : .settledBatches, batches, run) }
        },
    ]

    private static func survives(_ work: VictimWork, _ batches: Int, _ run: CheckRun<Subject>) throws {
        let place = try run.migrated()
        let announced = try place.victim(work).runAndKill(after: batches)
        let it = try run.open(place)
        try it.store.awaitVisible()
        let candles = try left(Candle.self, batches: (announced + 1) / 2, it)
        let trades = try left(Trade.self, batches: announced / 2, it)
        if it.traits.keeps(.wholeBatches) {
            let found = (candles + trades) / StoreVictim.rows
            try expect(
                found == announced || found == announced + 1,
                "the batches after the death: the \(announced) announced "
                    + "and at most one more", found: "\(found)")
        }
        // Doing it again, as the next run of a job does, fills in what is missing and doubles nothing.
        for batch in 0...announced + 1 {
            if batch % 2 == 0 {
                try it.write(Candle.run(StoreVictim.part(batch)))
            } else {
                try it.write(Trade.run(StoreVictim.part(batch)))
            }
        }
        try it.expectAll()
    }

    /// Takes what the dead one left into the model, and returns how many rows that are. The announced batches are
    /// there; of the next one all or nothing, or any rows of it where batches may be cut.
    private static func left<Row: CheckedRow>(_: Row.Type, batches: Int, _ it: CheckedStore) throws -> Int {
        let found = try it.rows(capacity: 10_000, Row.self)
        let safe = batches * StoreVictim.rows
        let possible = Row.run(0..<safe + StoreVictim.rows).map { $0.kept(by: it.traits) }
        let subject = "\(Row.name) after the death, \(batches) batches of \(StoreVictim.rows) being announced"
        try expect(rows: Array(found.prefix(safe)), equal: Array(possible.prefix(safe)), subject)
        if it.traits.keeps(.wholeBatches) {
            try expect(found.count % StoreVictim.rows == 0, "\(subject): whole batches", found: "\(found.count) rows")
        }
        let rest = Set(possible.dropFirst(safe))
        for row in found.dropFirst(safe) where !rest.contains(row) {
            throw StoreCheckFailure(subject, expected: "rows of the next batch", found: "\(row)")
        }
        _ = it.model.write(found, to: Row.series(), traits: it.traits)
        return found.count
    }
}

extension CheckedStore {
    fileprivate func rows<Row: CheckedRow>(capacity: Int, _: Row.Type) throws -> [Row] {
        try rows(of: Row.series(), capacity: capacity)
    }
}
