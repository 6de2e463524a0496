import MarketData
import Storage

extension Check where Subject == any StoreUnderTest {
    /// Seeds of the random walks; each is a check of its own, so that a failure names its seed.
    private static let seeds: [UInt64] = [1, 2, 3]

    static let randomised: [StoreCheck] = seeds.map { seed in
        StoreCheck(
            "random-walk-\(seed)",
            "After any sequence of writes the store shows what a dictionary would (seed \(seed))",
            restsOn: [.countsWrites, .keepsStoredValues, .keepsVWAP]
        ) { run in
            var walk = try RandomWalk(seed: seed, place: run.migrated(), run)
            for _ in 0..<120 { try walk.step() }
            try walk.it.expectAll()
        }
    }
}

/// Writes and reads by chance, beside the model.
private struct RandomWalk {
    private var chance: SeededGenerator
    private let place: any StoreUnderTest
    private let run: CheckRun<any StoreUnderTest>
    var it: CheckedStore

    private let names = ["BTC", "ETH", "B C", "b,c=d"]

    init(seed: UInt64, place: any StoreUnderTest, _ run: CheckRun<any StoreUnderTest>) throws {
        (self.place, self.run, chance) = (place, run, SeededGenerator(seed: seed))
        it = try run.open(place)
    }

    mutating func step() throws {
        switch Int.random(in: 0..<20, using: &chance) {
        case 0..<5: try it.write(candles(), to: Candle.series(name()))
        case 5..<10: try it.write(trades(), to: Trade.series(name()))
        case 10, 11: try mixed(Candle.self) { walk in walk.candles() }
        case 12, 13: try mixed(Trade.self) { walk in walk.trades() }
        case 14, 15:
            try it.expectRows(
                of: Candle.series(name()), in: range(Candle.start, unit: Candle.minute), capacity: pieces(), Candle.self
            )
        case 16, 17:
            try it.expectRows(of: Trade.series(name()), in: range(Trade.start, unit: 1), capacity: pieces(), Trade.self)
        case 18: try it.expectAll()
        default: it = try run.open(place, model: it.model)
        }
    }

    /// Three series in turns by chance, each in its own order.
    private mutating func mixed<Row: CheckedRow>(_: Row.Type, _ rows: (inout RandomWalk) -> [Row]) throws {
        let series = names.shuffled(using: &chance).prefix(3).map { Row.series($0) }
        var parts = series.map { _ in rows(&self)[...] }
        var placed: [(row: Row, place: Int)] = []
        while let place = parts.indices.filter({ !parts[$0].isEmpty }).randomElement(using: &chance) {
            placed.append((row: parts[place].removeFirst(), place: place))
        }
        try it.write(placed, among: series)
    }

    private mutating func candles() -> [Candle] {
        var time = Candle.start
        return (0..<Int.random(in: 0..<40, using: &chance)).map { _ in
            time += Int64.random(in: 1...3, using: &chance) * Candle.minute
            return Candle(
                time: time, open: price(), high: price(), low: price(), close: price(), volume: maybe(price()),
                vwap: maybe(price()), trades: maybe(Int64.random(in: 0...2, using: &chance)))
        }
    }

    private mutating func trades() -> [Trade] {
        var (time, ordinal) = (Trade.start, Int32(0))
        return (0..<Int.random(in: 0..<40, using: &chance)).map { _ in
            if Bool.random(using: &chance) {
                (time, ordinal) = (time + Int64.random(in: 1...3, using: &chance), 0)
            } else {
                ordinal += 1
            }
            let side = [TradeSide.buy, TradeSide.sell].randomElement(using: &chance)
            return Trade(
                time: time, ordinal: ordinal, price: price(), volume: maybe(price()),
                side: maybe(side ?? TradeSide.buy),
                id: maybe(Int64.random(in: 0...2, using: &chance)))
        }
    }

    /// Of few values, so that equal rows are met.
    private mutating func price() -> Double { Double.random(in: 0..<1, using: &chance) < 0.9 ? 0.1 : 0.2 }

    private mutating func maybe<Value>(_ value: Value) -> Value? {
        Int.random(in: 0..<4, using: &chance) == 0 ? nil : value
    }

    private mutating func name() -> String { names[Int.random(in: names.indices, using: &chance)] }

    private mutating func pieces() -> Int { Int.random(in: 1...50, using: &chance) }

    private mutating func range(_ start: Int64, unit: Int64) -> TimeRange {
        let from = start + Int64.random(in: -5...100, using: &chance) * unit
        let length = Int64.random(in: 1...60, using: &chance) * unit
        return TimeRange(Timestamp(nanoseconds: from), Timestamp(nanoseconds: from + length)) ?? .all
    }
}
