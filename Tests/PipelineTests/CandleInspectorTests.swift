import MarketData
import Pipeline
import Testing

@Suite struct CandleInspectorTests {
    private func rules() throws -> CandleRules { CandleRules(interval: try minutes(1), now: testNow) }

    private static func numbered(_ rows: [CandleRow]) -> [CandleRow] {
        rows.enumerated().map { index, row in
            row.with { ($0.row, $0.position) = (Int64(index) + 1, Int64(index) * 40) }
        }
    }

    /// Everything that can happen, in one sequence.
    static let mixed = numbered([
        CandleRow(minute: 0),
        CandleRow(minute: 0),
        CandleRow(minute: 1).with { $0.low = -1 },
        CandleRow(minute: 1),
        CandleRow(minute: 1).with { $0.close = 10.5 },
        CandleRow(minute: 2).with { $0.flags = CandleFlags.noTrades },
        CandleRow(minute: 2).with { $0.flags = CandleFlags.noTrades },
        CandleRow(minute: 2),
        CandleRow(minute: 5),
        CandleRow(minute: 4),
        CandleRow(minute: 5).with { $0.flags = CandleFlags.noTrades },
        CandleRow(minute: 6),
        CandleRow(minute: 7),
        CandleRow(minute: 7),
    ])

    @Test func mixedRows_inOneBatch_areSortedOut() throws {
        let run = CandleRun(Self.mixed, try rules())
        #expect(run.kept.map(\.row) == [1, 4, 9, 12, 13])
        #expect(run.kept == run.kept.map { Self.mixed[Int($0.row) - 1] })
        #expect(run.count == InspectionCount(kept: 5, duplicates: 3, noTrades: 1, rejected: 5))
        #expect(run.count.rows == Self.mixed.count)
        #expect(run.rejects.map(\.row) == [3, 5, 8, 10, 11])
        #expect(run.codes == [.price, .conflict, .conflict, .order, .conflict])
        #expect(run.rejects.map(\.position) == [80, 160, 280, 360, 400])
        #expect(run.rejects.map(\.raw) == run.rejects.map { "text at \($0.position)" })
    }

    @Test func mixedRows_cutAtEveryTwoPlaces_giveTheSame() throws {
        let whole = CandleRun(Self.mixed, try rules())
        for first in 0...Self.mixed.count {
            for second in 0...(Self.mixed.count - first) {
                #expect(CandleRun(Self.mixed, try rules(), batches: [first, second]) == whole, "\(first)+\(second)")
            }
        }
        let single = Array(repeating: 1, count: Self.mixed.count)
        #expect(CandleRun(Self.mixed, try rules(), batches: single) == whole)
    }

    static let changes: [(String, @Sendable (inout CandleRow) -> Void)] = [
        ("open 10.5 instead of 10", { $0.open = 10.5 }), ("high 13 instead of 12", { $0.high = 13 }),
        ("low 8 instead of 9", { $0.low = 8 }), ("close 10 instead of 11", { $0.close = 10 }),
        ("volume 6 instead of 5", { $0.volume = 6 }), ("volume absent instead of 5", { $0.volume = .nan }),
        ("vwap 10 instead of absent", { $0.vwap = 10 }), ("trades 4 instead of 3", { $0.trades = 4 }),
        ("trades absent instead of 3", { $0.trades = -1 }),
        ("high 13 instead of 12, trades 0 instead of 3", { ($0.high, $0.trades) = (13, 0) }),
    ]

    @Test(arguments: changes.indices)
    func secondCandle_differingInAnyValue_isAConflictThatNamesIt(_ index: Int) throws {
        let (difference, change) = Self.changes[index]
        let rows = Self.numbered([CandleRow(minute: 0), CandleRow(minute: 0).with(change), CandleRow(minute: 1)])
        for sizes in [[], [1], [1, 1]] {
            let run = CandleRun(rows, try rules(), batches: sizes)
            #expect(run.kept == [rows[0], rows[2]])
            #expect(run.codes == [.conflict])
            #expect(
                run.rejects.first?.reason == "open time 2024-01-01T00:00:00Z was in record 1 already, this one has"
                    + " \(difference); expected one candle an interval, the first was kept")
        }
    }

    @Test func secondCandle_differingInProvenanceOrFlags_isADuplicate() throws {
        let first = CandleRow(minute: 0)
        let second = first.with { ($0.row, $0.position, $0.flags, $0.symbol) = (9, 99, 0, 4) }
        #expect(CandleRun([first, second], try rules()).count == InspectionCount(kept: 1, duplicates: 1))
    }

    @Test func secondCandle_withoutTheFirstOnesRecord_isStillAConflict() throws {
        let run = CandleRun([CandleRow(minute: 0), CandleRow(minute: 0).with { $0.close = 10 }], try rules())
        #expect(run.rejects.first?.reason.contains("was in an earlier record already") == true)
        #expect(run.rejects.first?.raw == "", "nothing is fetched for an unknown place")
    }

    @Test func timeThatGoesBack_isRefusedWithBothTimes() throws {
        let run = CandleRun([CandleRow(minute: 3), CandleRow(minute: 1)], try rules())
        #expect(
            run.rejects.map(\.reason) == [
                "open time 2024-01-01T00:01:00Z goes back behind 2024-01-01T00:03:00Z, which came before it; expected"
                    + " ascending times: sort the file by time"
            ])
    }

    @Test func refusedCandle_movesNothing() throws {
        let bad = CandleRow(minute: 9).with { $0.high = 0 }
        let run = CandleRun([bad, CandleRow(minute: 1), bad, CandleRow(minute: 2)], try rules())
        #expect(run.kept == [CandleRow(minute: 1), CandleRow(minute: 2)])
        #expect(run.codes == [.price, .price])
    }

    @Test func quietRow_isCountedWhateverItsValues() throws {
        let quiet = CandleRow(minute: 1).with {
            ($0.open, $0.high, $0.low, $0.close, $0.volume, $0.vwap, $0.trades) =
                (.nan, -1, .infinity, 0, -5, 0, -9)
            $0.flags = CandleFlags.noTrades | CandleFlags.final
        }
        let run = CandleRun([CandleRow(minute: 0), quiet, CandleRow(minute: 2)], try rules())
        #expect(run.count == InspectionCount(kept: 2, noTrades: 1))
        let misplaced = CandleRun([quiet.with { $0.time += 1 }, quiet.with { $0.time = .max }], try rules())
        #expect(misplaced.codes == [.alignment, .period])
    }

    @Test func rejects_beyondTheLimit_areCountedWithoutText() throws {
        var fetched: [Int64] = []
        var inspector = CandleInspector(try rules())
        var log = RejectLog(limit: 2)
        let rows = Self.numbered((0..<5).map { CandleRow(minute: $0).with { $0.open = 0 } })
        inspector.inspect(CandleBatch(rows), rejects: &log) { position in
            fetched.append(position)
            return "raw"
        }
        #expect(fetched == [0, 40])
        #expect(log.rejects.map(\.row) == [1, 2])
        #expect(log.counts == [.price: 5])
        #expect(log.total == 5)
    }

    @Test func goodRows_neverAskForText() throws {
        var inspector = CandleInspector(try rules())
        var log = RejectLog()
        let rows = Self.numbered((0..<100).map { CandleRow(minute: $0) })
        let batch = CandleBatch(rows)
        let count = inspector.inspect(batch, rejects: &log) { position in
            Issue.record("asked for the text at \(position)")
            return ""
        }
        #expect(count == InspectionCount(kept: 100))
        #expect(batch.allRows == rows)
    }

    @Test func emptyBatch_changesNothing() throws {
        var inspector = CandleInspector(try rules())
        var log = RejectLog()
        let count = inspector.inspect(CandleBatch(capacity: 1), rejects: &log) { _ in "" }
        #expect(count == InspectionCount())
        #expect(log.total == 0)
    }

    @Test func inspector_isAValue() throws {
        var one = CandleInspector(try rules())
        var log = RejectLog()
        one.inspect(CandleBatch([CandleRow(minute: 5)]), rejects: &log) { _ in "" }
        var other = one
        other.inspect(CandleBatch([CandleRow(minute: 6)]), rejects: &log) { _ in "" }
        #expect(one.inspect(CandleBatch([CandleRow(minute: 6)]), rejects: &log) { _ in "" }.kept == 1)
        #expect(other.inspect(CandleBatch([CandleRow(minute: 6)]), rejects: &log) { _ in "" }.duplicates == 1)
    }

    @Test func log_thatKeepsFewerThanNone_traps() async {
        await #expect(processExitsWith: .failure) { _ = RejectLog(limit: -1) }
    }
}
