import MarketData
import Storage
import Testing

@testable import Ingestion

/// What a file asserts: its rows, its quarter, what its archive shows; and nothing where a record was refused.
@Suite struct FileAssertionTests {
    private static let hour = SeriesKind.candles(Interval.usual[4])
    private static let day: Int64 = 86_400

    private static func time(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: seconds * 1_000_000_000) }

    private static func range(_ start: Int64, _ end: Int64) -> TimeRange { TimeRange(time(start), time(end)) ?? .all }

    private static func date(_ text: String) -> Int64 {
        (Timestamp(rfc3339: text)?.nanoseconds ?? 0) / 1_000_000_000
    }

    private static func file(
        _ path: String, _ first: Int64, _ last: Int64, base: String = "BTC", kind: SeriesKind = hour,
        member: String? = nil, status: FileStatus = .complete
    ) -> FileRecord {
        var file = FileRecord(
            job: JobID(1), path: path, size: 1, source: "kraken-csv", status: status, readAt: time(0))
        file.series = Series(Instrument(base: base, quote: "USD"), kind, source: "kraken-csv")
        (file.first, file.last) = (time(first), time(last))
        file.written = WriteCount(inserted: 5)
        file.member = member.map { MemberFingerprint(name: $0, size: 1, crc32: 1) }
        return file
    }

    private static func containers(_ files: [FileRecord], now: String = "2026-01-01") -> [String: RangeSet] {
        let records = FileAssertions.ofContainers(
            files, covered: { _ in RangeSet() }, job: JobID(2), now: time(date(now)))
        return Dictionary(grouping: records, by: \.origin).mapValues { RangeSet($0.map(\.range)) }
    }

    @Test(arguments: [
        ("2023Q3/XBTUSD_60.csv", "2023-07-01", "2023-10-01"),
        ("data/Kraken_OHLCVT_Q3_2023.zip/XBTUSD_60.csv", "2023-07-01", "2023-10-01"),
        ("a/2024-Q4/deep/XBTUSD_60.csv", "2024-10-01", "2025-01-01"),
        ("x/Kraken_Trading_History_Q1_2024.zip/XBTUSD.csv", "2024-01-01", "2024-04-01"),
        ("2023Q1/2023Q2/XBTUSD_60.csv", "2023-04-01", "2023-07-01"), ("q2.2019/A.csv", "2019-04-01", "2019-07-01"),
    ])
    func name_ofAQuarter_isRead(path: String, start: String, end: String) {
        #expect(Quarter.named(in: path) == Self.range(Self.date(start), Self.date(end)))
    }

    @Test(arguments: [
        "XBTUSD_60.csv", "2023/XBTUSD_60.csv", "Q3/XBTUSD_60.csv", "2023Q5/A.csv", "2023Q34/A.csv", "12023Q3/A.csv",
        "SQ2023/A.csv", "2023Q3.csv", "Q3_20234/A.csv",
    ])
    func name_ofNoQuarter_isNone(path: String) { #expect(Quarter.named(in: path) == nil) }

    @Test func file_ofAQuarter_assertsAllOfIt() {
        let quarter = (Self.date("2023-07-01"), Self.date("2023-10-01"))
        let (first, last) = (quarter.0 + 5 * Self.day, quarter.1 - 9 * Self.day)
        let path = "2023Q3/XBTUSD_60.csv"
        let found = Self.containers([Self.file(path, first, last)])
        let own = RangeSet([Self.range(first, last + 3600)])
        #expect(found[path] == RangeSet([Self.range(quarter.0, quarter.1)]).subtracting(own))
        // A quarter that is not over, or that the rows belie, is none.
        #expect(
            Self.containers([Self.file(path, first, last)], now: "2023-09-15")[path]
                == RangeSet([Self.range(quarter.0, first)]))
        #expect(Self.containers([Self.file(path, first - 90 * Self.day, last)]).isEmpty)
        #expect(Self.containers([Self.file(path, first, last, status: .invalid)]).isEmpty)
    }

    @Test func member_ofAnArchive_assertsWhatTheOthersShow() {
        let files = [
            Self.file("k.zip/XBTUSD_60.csv", 0, 100 * Self.day - 3600, member: "XBTUSD_60.csv"),
            Self.file("k.zip/NEWUSD_60.csv", 60 * Self.day, 80 * Self.day - 3600, base: "NEW", member: "NEWUSD_60.csv"),
            Self.file("NEWUSD_60.csv", 5 * Self.day, 6 * Self.day, base: "ALONE"),
        ]
        let found = Self.containers(files)
        #expect(found.keys.sorted() == ["k.zip/NEWUSD_60.csv"])
        #expect(
            found["k.zip/NEWUSD_60.csv"]?.ranges == [
                Self.range(0, 60 * Self.day), Self.range(80 * Self.day, 100 * Self.day),
            ])
        // One alone shows nothing.
        #expect(Self.containers([files[1]]).isEmpty)
    }

    @Test func candles_ofAnArchive_areWholeOnes() throws {
        let days = try #require(Interval(minutes: 1440))
        let files = [
            Self.file("k.zip/A.csv", 3600, 50 * Self.day + 7200, member: "A.csv"),
            Self.file("k.zip/B.csv", 2 * Self.day, 40 * Self.day, base: "B", kind: .candles(days), member: "B.csv"),
        ]
        let found = Self.containers(files)["k.zip/B.csv"]
        #expect(found?.ranges == [Self.range(Self.day, 2 * Self.day), Self.range(41 * Self.day, 50 * Self.day)])
    }

    @Test func rows_areAssertedButWhereRecordsWereRefused() {
        let file = Self.file("a.csv", 0, 99 * 3600)
        let whole = FileAssertions.ofRows(file, refused: RangeSet(), at: Self.time(1))
        #expect(whole.map(\.range) == [Self.range(0, 100 * 3600)] && whole.map(\.rows) == [5])
        #expect(whole.allSatisfy { $0.medium == .file && $0.origin == "a.csv" && $0.claim == .covered })
        let hole = RangeSet([Self.range(10 * 3600, 12 * 3600)])
        let parts = FileAssertions.ofRows(file, refused: hole, at: Self.time(1))
        #expect(parts.map(\.range) == [Self.range(0, 36_000), Self.range(43_200, 360_000)])
        #expect(parts.map(\.rows) == [nil, nil])
    }

    /// Rows by record number and hour.
    private static func batch(_ rows: [(record: Int64, hour: Int64)]) -> RowBatch {
        let batch = CandleBatch(capacity: 16)
        for (index, row) in rows.enumerated() {
            batch.row[index] = row.record
            batch.openTime[index] = row.hour * 3_600_000_000_000
        }
        batch.count = rows.count
        return .candles(batch)
    }

    private static func hours(_ set: RangeSet) -> [String] {
        set.ranges.map { range in
            func text(_ time: Timestamp) -> String {
                time == .earliest ? "…" : time == .latest ? "…" : "\(time.nanoseconds / 3_600_000_000_000)"
            }
            return "\(text(range.start))-\(text(range.end))"
        }
    }

    @Test func refusedRecords_leaveHolesBetweenTheirGoodNeighbours() {
        // Records 1 to 9 are the hours 0 to 8.
        var between = RefusedStretches(Self.hour)
        between.add(Self.batch([(1, 0), (2, 1), (5, 4), (6, 5)]), refused: [3, 4], isWhole: true)
        #expect(Self.hours(between.ranges) == ["2-4"])
        var over = RefusedStretches(Self.hour)
        over.add(Self.batch([(1, 0), (2, 1)]), refused: [3], isWhole: true)
        over.add(Self.batch([]), refused: [4], isWhole: true)
        over.add(Self.batch([(5, 4), (6, 5)]), refused: [], isWhole: true)
        #expect(Self.hours(over.ranges) == ["2-4"])
        var first = RefusedStretches(Self.hour)
        first.add(Self.batch([(2, 1), (3, 2)]), refused: [1], isWhole: true)
        #expect(Self.hours(first.ranges) == ["…-1"])
        var last = RefusedStretches(Self.hour)
        last.add(Self.batch([(1, 0), (2, 1)]), refused: [3], isWhole: true)
        #expect(Self.hours(last.ranges) == ["2-…"])
        // A record more where no candle is missing leaves none.
        var more = RefusedStretches(Self.hour)
        more.add(Self.batch([(1, 0), (3, 1)]), refused: [2], isWhole: true)
        #expect(more.ranges.isEmpty)
        var unknown = RefusedStretches(Self.hour)
        unknown.add(Self.batch([(1, 0), (2, 1)]), refused: [], isWhole: true)
        unknown.add(Self.batch([(5, 4), (6, 5)]), refused: [3], isWhole: false)
        unknown.add(Self.batch([(9, 8)]), refused: [], isWhole: true)
        #expect(Self.hours(unknown.ranges) == ["2-8"])
    }
}
