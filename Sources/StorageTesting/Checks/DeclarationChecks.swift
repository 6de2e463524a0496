import MarketData
import Storage

extension Check where Subject == any StoreUnderTest {
    static let declarations: [StoreCheck] = [
        StoreCheck("traits", "A store wants at least one batch a group, and says the same of itself every time") {
            run in
            let place = try run.migrated()
            let traits = try place.open().traits
            try expect(traits.batchesAGroup >= 1, "batches a group", found: "\(traits.batchesAGroup)")
            try expect(place.open().traits, equals: traits, "the traits, opened again")
        },
        StoreCheck("declared-reasons", "Each exception that a store declares has its reason in words") { run in
            for (promise, reason) in try run.store().traits.exceptions {
                try expect(
                    reason.split(separator: " ").count >= 3, "\(promise.rawValue) has a reason", found: "'\(reason)'")
            }
        },
        StoreCheck(
            "declared-truly", "A store declares no exception for a promise that it is seen to keep",
            restsOn: [.countsWrites, .skipsEqualRows, .keepsStoredValues, .keepsVWAP, .keepsEveryInterval]
        ) { run in
            for promise in try run.store().traits.exceptions.keys {
                guard let probe = probes[promise] else { continue }
                try expect(
                    try !probe(run.store()), "\(promise.rawValue), declared as an exception", found: "it is kept")
            }
        },
        StoreCheck(
            "visible-when-settled", "What is settled can be read at once, without `awaitVisible`",
            restsOn: [.visibleAtOnce]
        ) { run in
            let it = try run.store()
            for part in 0..<20 {
                _ = try Candle.write(Candle.run(part * 10..<part * 10 + 10), to: Candle.series(), of: it.store)
                try it.store.settle(it.store.mark)
                if !it.traits.keeps(.visibleAtOnce) { try it.store.awaitVisible() }
                try expect(it.store.count(Candle.series(), in: .all), equals: part * 10 + 10, "rows that can be read")
            }
        },
        StoreCheck("marks", "The mark never goes back, and settling twice or an old one is no error") { run in
            let it = try run.store()
            var before = it.store.mark
            try it.store.settle(before)
            for part in 0..<5 {
                _ = try Candle.write(Candle.run(part..<part + 1), to: Candle.series(), of: it.store)
                let mark = it.store.mark
                try expect(mark >= before, "the mark grows", found: "\(mark.value) behind \(before.value)")
                try it.store.settle(mark)
                try it.store.settle(mark)
                try it.store.settle(before)
                before = mark
            }
            try it.settle()
            try expect(it.store.count(Candle.series(), in: .all), equals: 5, "rows that are there")
        },
    ]

    /// Whether a fresh store is seen to keep a promise. What cannot be seen from outside has no probe.
    private static let probes: [StorePromise: @Sendable (CheckedStore) throws -> Bool] = [
        .countsWrites: { it in
            let (one, other) = (Candle(time: Candle.start), Candle(time: Candle.start, close: 10.5))
            let counts = try [one, one, other].map { try Candle.write([$0], to: Candle.series(), of: it.store) }
            return counts == [WriteCount(inserted: 1), WriteCount(unchanged: 1), WriteCount(updated: 1)]
        },
        .skipsEqualRows: { it in
            _ = try Candle.write(Candle.run(0..<100), to: Candle.series(), of: it.store)
            try it.settle()
            guard let before = try it.place.footprint() else { return false }
            _ = try Candle.write(Candle.run(0..<100), to: Candle.series(), of: it.store)
            try it.settle()
            return try it.place.footprint() == before
        },
        .keepsStoredValues: { it in
            _ = try Candle.write([Candle(time: Candle.start)], to: Candle.series(), of: it.store)
            try it.settle()
            _ = try Candle.write([Candle(time: Candle.start, volume: nil)], to: Candle.series(), of: it.store)
            try it.settle()
            return try it.rows(of: Candle.series(), Candle.self).first?.volume != nil
        },
        .keepsVWAP: { it in
            _ = try Candle.write([Candle(time: Candle.start, vwap: 10.5)], to: Candle.series(), of: it.store)
            try it.settle()
            return try it.rows(of: Candle.series(), Candle.self).first?.vwap == 10.5
        },
        .keepsEveryInterval: { it in
            guard let odd = Interval(nanoseconds: 90_000_000_000) else { return false }
            let series = Series(Instrument(base: "BTC", quote: "USD"), .candles(odd), source: "test")
            do {
                _ = try Candle.write([Candle(time: 0)], to: series, of: it.store)
                try it.settle()
            } catch {
                return false
            }
            return try it.rows(of: series, Candle.self).count == 1
        },
    ]
}
