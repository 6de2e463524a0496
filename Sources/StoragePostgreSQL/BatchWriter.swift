import MarketData
import Storage

/// Stores a batch within a transaction: compares it with what is stored, copies what is new straight into the table,
/// and hands what is different to an upsert.
///
/// So the counts are exact, an equal row costs only its reading, and a range in which nothing is stored costs one look
/// into the index. The caller holds the locks of the series, so that other hubs wait; what others do all the same
/// shows as a taken key, and then everything goes through the upsert.
struct BatchWriter<Rows: BatchRows> {
    let rows: Rows
    let table: StoredTable
    let connection: ServerConnection
    let attempt: Attempt

    /// Parts of fewer rows are not compared: with thousands of series, asking for each would take longest.
    private let fewestCompared = 128

    /// A row to be written, and the number of its series.
    private struct Row {
        let index: Int
        let series: Int64
    }

    /// Writes the parts in their order. One count for each.
    func write(_ parts: [(part: SeriesPart, number: Int64)]) throws -> [WriteCount] {
        var counts: [WriteCount] = []
        // What is written together must not hold a key twice, so a series that comes again begins anew.
        var rest = parts[...]
        while !rest.isEmpty {
            var seen: Set<Int64> = []
            let round = rest.prefix { seen.insert($0.number).inserted }
            counts += try writeTogether(round)
            rest = rest.dropFirst(round.count)
        }
        return counts
    }

    private func writeTogether(_ parts: ArraySlice<(part: SeriesPart, number: Int64)>) throws -> [WriteCount] {
        var counts: [WriteCount] = []
        var added: [Row] = []
        var uncertain: [Row] = []
        for (part, number) in parts {
            var count = WriteCount()
            if part.rows.count < fewestCompared, parts.count > 1 {
                uncertain += part.rows.map { Row(index: $0, series: number) }
            } else {
                try compare(part.rows, number, &count, &added, &uncertain)
            }
            counts.append(count)
        }
        if !attempt.mayCopyDirectly {
            uncertain += added
            added = []
        }
        // Of one series the numbers of rows that go each way; what the upsert does not mention was equal.
        var staged: [Int64: Int] = [:]
        for row in uncertain { staged[row.series, default: 0] += 1 }
        for row in added { counts[position(of: row.series, parts)].inserted += 1 }
        try copy(added)
        let changed = try upsert(uncertain)
        for (series, total) in staged {
            let change = changed[series] ?? WriteCount()
            counts[position(of: series, parts)] += change
            counts[position(of: series, parts)].unchanged += total - change.rows
        }
        return counts
    }

    private func position(of series: Int64, _ parts: ArraySlice<(part: SeriesPart, number: Int64)>) -> Int {
        guard let index = parts.firstIndex(where: { $0.number == series }) else {
            preconditionFailure("a row of a series that was not given")
        }
        return index - parts.startIndex
    }

    /// Goes over the rows and what is stored between the first and the last of them: counts what is equal, and says of
    /// the rest whether it is new, or may be different.
    private func compare(
        _ part: [Int], _ series: Int64, _ count: inout WriteCount, _ added: inout [Row], _ uncertain: inout [Row]
    ) throws {
        // Where far more is stored there than the batch has, the comparison stops in the middle.
        let limit = part.count + part.count / 4 + 256
        let stored = try connection.run(
            table.scan, rows.scan(from: part[0], to: part[part.count - 1], series: series, limit: limit))
        var index = 0
        for row in part {
            var order = KeyOrder.storedIsBefore
            while index < stored.count {
                order = rows.position(of: stored, index, against: row, series: series)
                if order != .storedIsBefore { break }
                index += 1
            }
            if index < stored.count {
                if order == .storedIsBehind {
                    added.append(Row(index: row, series: series))
                } else if rows.addsNothing(row, to: stored, index) {
                    count.unchanged += 1
                } else {
                    uncertain.append(Row(index: row, series: series))
                }
            } else if stored.count < limit {
                added.append(Row(index: row, series: series))
            } else {
                uncertain.append(Row(index: row, series: series))
            }
        }
    }

    private func copy(_ added: [Row]) throws {
        if added.isEmpty { return }
        try connection.copy(table.copy, columns: table.types.count, count: added.count) { index, sink in
            rows.put(added[index].index, series: added[index].series, into: sink)
        }
    }

    private func upsert(_ uncertain: [Row]) throws -> [Int64: WriteCount] {
        if uncertain.isEmpty { return [:] }
        let sink = ArraySink(table.types, rows: uncertain.count)
        for row in uncertain { rows.put(row.index, series: row.series, into: sink) }
        let result = try connection.run(table.upsert, sink.parameters)
        var changed: [Int64: WriteCount] = [:]
        for row in 0..<result.count {
            changed[result.int8(row, 0)] = WriteCount(
                inserted: Int(result.int8(row, 1)), updated: Int(result.int8(row, 2)))
        }
        return changed
    }
}
