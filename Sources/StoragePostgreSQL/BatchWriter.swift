import MarketData
import Storage

/// Stores batches within a transaction: compares them with what is stored, copies what is new straight into the table,
/// and hands what is different to an upsert.
///
/// So the counts are exact, an equal row costs only its reading, and a range in which nothing is stored costs one look
/// into the index. The caller holds the locks of the series, so that other hubs wait; what others do all the same
/// shows as a taken key, and then everything goes through the upsert.
struct BatchWriter<Rows: BatchRows> {
    let batches: [Rows]
    let table: StoredTable
    let connection: ServerConnection
    let attempt: Attempt

    /// Parts of fewer rows are not compared: with thousands of series, asking for each would take longest.
    private let fewestCompared = 128

    /// Rows of one series in one of the batches.
    struct Part {
        let rows: [Int]
        /// The series' number.
        let series: Int64
        /// The batch's place in the list.
        let batch: Int
    }

    /// Neighbouring rows of a part, by their places in its list.
    private struct Run {
        let part: Int
        var places: Range<Int>
    }

    /// A row to be written, and the place of its part.
    private struct Row {
        let index: Int
        let part: Int
    }

    /// Writes the parts. One count for each.
    func write(_ parts: [Part]) throws -> [WriteCount] {
        var counts = parts.map { _ in WriteCount() }
        // What is written together must not hold a key twice, so a series that comes again with rows that are not
        // behind its earlier ones begins anew.
        var rest = parts.indices
        while !rest.isEmpty {
            var last: [Int64: Int] = [:]
            let round = rest.prefix { place in
                let isNew = last[parts[place].series].map { isBehind(parts[$0], parts[place]) } ?? true
                if isNew { last[parts[place].series] = place }
                return isNew
            }
            try writeTogether(round, of: parts, &counts)
            rest = rest.dropFirst(round.count)
        }
        return counts
    }

    private func isBehind(_ earlier: Part, _ later: Part) -> Bool {
        guard let last = earlier.rows.last, let first = later.rows.first else { return true }
        return batches[later.batch].isBehind(batches[earlier.batch], last, first)
    }

    private func writeTogether(_ round: Range<Int>, of parts: [Part], _ counts: inout [WriteCount]) throws {
        var added: [Run] = []
        var uncertain: [Row] = []
        // In the order of the keys, which is the fastest way into the index.
        for place in round.sorted(by: { (parts[$0].series, $0) < (parts[$1].series, $1) }) {
            let part = parts[place]
            if part.rows.count < fewestCompared, round.count > 1 {
                uncertain += part.rows.map { Row(index: $0, part: place) }
            } else {
                try compare(part, place, &counts[place], &added, &uncertain)
            }
        }
        if !attempt.mayCopyDirectly {
            for run in added { uncertain += parts[run.part].rows[run.places].map { Row(index: $0, part: run.part) } }
            added = []
        }
        for run in added { counts[run.part].inserted += run.places.count }
        try copy(added, parts)
        // The upsert counts by series, so the parts of one series go one after the other.
        var waiting = uncertain[...]
        while !waiting.isEmpty {
            var owners: [Int64: Int] = [:]
            var turn: [Row] = []
            var later: [Row] = []
            for row in waiting {
                let owner = owners[parts[row.part].series] ?? row.part
                owners[parts[row.part].series] = owner
                if owner == row.part { turn.append(row) } else { later.append(row) }
            }
            let changed = try upsert(turn, parts)
            // What the upsert does not mention was equal.
            for row in turn { counts[row.part].unchanged += 1 }
            for (series, part) in owners {
                guard let change = changed[series] else { continue }
                counts[part] += change
                counts[part].unchanged -= change.rows
            }
            waiting = later[...]
        }
    }

    /// Goes over the rows and what is stored between the first and the last of them: counts what is equal, and says of
    /// the rest whether it is new, or may be different.
    private func compare(
        _ part: Part, _ place: Int, _ count: inout WriteCount, _ added: inout [Run], _ uncertain: inout [Row]
    ) throws {
        let (rows, series) = (batches[part.batch], part.series)
        // Where far more is stored there than the batch has, the comparison stops in the middle.
        let limit = part.rows.count + part.rows.count / 4 + 256
        let stored = try connection.run(
            table.scan, rows.scan(from: part.rows[0], to: part.rows[part.rows.count - 1], series: series, limit: limit))
        if stored.count == 0 { return added.append(Run(part: place, places: part.rows.indices)) }
        var index = 0
        for (number, row) in part.rows.enumerated() {
            var order = KeyOrder.storedIsBefore
            while index < stored.count {
                order = rows.position(of: stored, index, against: row, series: series)
                if order != .storedIsBefore { break }
                index += 1
            }
            let isNew = index < stored.count ? order == .storedIsBehind : stored.count < limit
            if isNew {
                if let last = added.indices.last, added[last].part == place, added[last].places.upperBound == number {
                    added[last].places = added[last].places.lowerBound..<number + 1
                } else {
                    added.append(Run(part: place, places: number..<number + 1))
                }
            } else if index < stored.count, rows.addsNothing(row, to: stored, index) {
                count.unchanged += 1
            } else {
                uncertain.append(Row(index: row, part: place))
            }
        }
    }

    private func copy(_ added: [Run], _ parts: [Part]) throws {
        if added.isEmpty { return }
        try connection.copy(table.copy) { stream throws(ServerFailure) in
            for run in added {
                let (part, rows) = (parts[run.part], batches[parts[run.part].batch])
                for place in run.places {
                    stream.sink.beginRow(columns: table.types.count)
                    rows.put(part.rows[place], series: part.series, into: stream.sink)
                    try stream.endRow()
                }
            }
        }
    }

    private func upsert(_ uncertain: [Row], _ parts: [Part]) throws -> [Int64: WriteCount] {
        if uncertain.isEmpty { return [:] }
        let sink = ArraySink(table.types, rows: uncertain.count)
        for row in uncertain {
            batches[parts[row.part].batch].put(row.index, series: parts[row.part].series, into: sink)
        }
        let result = try connection.run(table.upsert, sink.parameters)
        var changed: [Int64: WriteCount] = [:]
        for row in 0..<result.count {
            changed[result.int8(row, 0)] = WriteCount(
                inserted: Int(result.int8(row, 1)), updated: Int(result.int8(row, 2)))
        }
        return changed
    }
}
