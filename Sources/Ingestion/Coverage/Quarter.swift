import MarketData

/// A quarter of a year in a name: `Kraken_OHLCVT_Q3_2023.zip`, `2023Q3`, `2023-Q3`.
enum Quarter {
    /// The quarter that a path names in its last folders or its archive; the one nearest to the file counts.
    ///
    /// - Parameter path: with '/' between folders, archive and file.
    static func named(in path: String) -> TimeRange? {
        // Not the file itself: what is in a file's name is its adapter's business.
        for part in path.split(separator: "/").dropLast().reversed() {
            if let quarter = quarter(in: Array(part.utf8)) { return quarter }
        }
        return nil
    }

    private static func quarter(in name: [UInt8]) -> TimeRange? {
        for index in name.indices where name[index] == UInt8(ascii: "Q") || name[index] == UInt8(ascii: "q") {
            guard index + 1 < name.count, let number = digit(name[index + 1]), (1...4).contains(number),
                index + 2 == name.count || digit(name[index + 2]) == nil
            else { continue }
            let isSeparated = index + 2 < name.count && isSeparator(name[index + 2])
            if let year = year(in: name, at: index + (isSeparated ? 3 : 2)) { return range(year, number) }
            let before = index > 0 && isSeparator(name[index - 1]) ? index - 5 : index - 4
            if before >= 0, let year = year(in: name, at: before) { return range(year, number) }
        }
        return nil
    }

    /// Four digits and no more, a year in which there were crypto exchanges or files of others.
    private static func year(in name: [UInt8], at start: Int) -> Int? {
        guard start >= 0, start + 4 <= name.count else { return nil }
        if start > 0, digit(name[start - 1]) != nil { return nil }
        if start + 4 < name.count, digit(name[start + 4]) != nil { return nil }
        var year = 0
        for byte in name[start..<start + 4] {
            guard let digit = digit(byte) else { return nil }
            year = year * 10 + digit
        }
        return (1970...2200).contains(year) ? year : nil
    }

    private static func range(_ year: Int, _ quarter: Int) -> TimeRange? {
        let (nextYear, nextMonth) = quarter == 4 ? (year + 1, 1) : (year, quarter * 3 + 1)
        guard let start = Timestamp(year: year, month: quarter * 3 - 2, day: 1),
            let end = Timestamp(year: nextYear, month: nextMonth, day: 1)
        else { return nil }
        return TimeRange(start, end)
    }

    private static func digit(_ byte: UInt8) -> Int? { (48...57).contains(byte) ? Int(byte) - 48 : nil }

    private static func isSeparator(_ byte: UInt8) -> Bool { [0x5F, 0x2D, 0x20, 0x2E].contains(byte) }
}
