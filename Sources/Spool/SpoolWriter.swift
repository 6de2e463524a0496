import MarketData
import Storage

/// The writing side of a spooling store: where each row goes, and when the server is tried.
///
/// Order is kept because rows only ever wait in one line: the spool, then `unsettled`, then what is written next. As long
/// as something is in the spool nothing goes past it.
final class SpoolWriter {
    let location: String
    let settings: SpoolSettings
    let clock: SpoolClock
    let folder: SpoolFolder
    let standing: Standing
    let report: @Sendable (SpoolEvent) -> Void
    private let open: @Sendable () throws(StorageError) -> any TimeSeriesStore
    private let shouldStop: @Sendable () -> Bool
    private var store: (any TimeSeriesStore)?
    /// The store that rows are for; nil while any may come.
    private var expected: StoreIdentity?
    private var unsettled = UnsettledRows()
    private var rows = RecordRows()
    private var writes: UInt64 = 0
    private var nextTry: Duration = .zero
    private var delay: Duration?
    private var saysFull = false

    init(
        location: String, settings: SpoolSettings, clock: SpoolClock, folder: SpoolFolder, standing: Standing,
        report: @escaping @Sendable (SpoolEvent) -> Void, shouldStop: @escaping @Sendable () -> Bool,
        open: @escaping @Sendable () throws(StorageError) -> any TimeSeriesStore
    ) {
        (self.location, self.settings, self.clock) = (location, settings, clock)
        (self.folder, self.standing, self.report) = (folder, standing, report)
        (self.shouldStop, self.open) = (shouldStop, open)
    }

    /// Opens the store, or starts without it where it is known from before.
    func start() throws(StorageError) {
        expected = folder.isEmpty ? nil : folder.card?.identity
        do {
            try connect()
        } catch {
            guard error.code == .unreachable, settings.whenAway != .fail, let card = folder.card else { throw error }
            expected = card.identity
            standing.set(card: card)
            leave(error)
        }
    }

    /// A mark behind all writes.
    var mark: WriteMark { WriteMark(writes) }

    /// Rows that are in memory only; for tests of the bound.
    var bytesInMemory: Int { unsettled.bytes }

    private var isDirect: Bool { store != nil && folder.isEmpty && !unsettled.hasUnsent }

    func write(_ stored: StoredRows) throws(StorageError) -> [WriteCount] {
        if stored.count == 0 { return stored.series.map { _ in WriteCount() } }
        try tryServerIfDue()
        writes += 1
        if isDirect, let store {
            var counts: [WriteCount]?
            do throws(StorageError) {
                counts = try store.write(stored)
            } catch {
                guard error.code == .unreachable else { throw error }
                leave(error)
            }
            if let counts {
                if !store.traits.keeps(.durableAtOnce) {
                    try unsettled.append(stored, at: location, number: writes, mark: store.mark)
                    if unsettled.bytes > settings.memory {
                        // The older half: the newer one is on its way meanwhile, and nobody waits for what was just sent.
                        try settle(WriteMark(unsettled.number(leaving: settings.memory / 2)))
                    }
                }
                return counts
            }
        }
        try unsettled.append(stored, at: location, number: writes, mark: nil)
        do throws(StorageError) {
            try place()
        } catch {
            unsettled.remove(writes)
            throw error
        }
        if settings.whenAway == .pause { try waitForServer() }
        return stored.accepted
    }

    func settle(_ mark: WriteMark) throws(StorageError) {
        try tryServerIfDue()
        while let last = unsettled.last(upTo: mark.value) {
            guard let store, let reached = last.mark else {
                try place()
                continue
            }
            do throws(StorageError) {
                try store.settle(reached)
                unsettled.remove(upTo: last.number)
            } catch {
                guard error.code == .unreachable else { throw error }
                leave(error)
            }
        }
    }

    func awaitVisible() throws(StorageError) {
        try settle(mark)
        let waiting = folder.status.rows
        guard waiting == 0, let store else {
            throw StorageError(
                .unreachable, at: location,
                waiting == 0
                    ? "the server is away, so nobody knows what can be read"
                    : "\(waiting) rows wait in \(folder.place.path) until the server is back",
                advice: "bring the server back; the next job or a drain of the spool gives it the rows")
        }
        try store.awaitVisible()
    }

    /// Gives everything that waits to the server, now.
    func drain(_ progress: @Sendable (SpoolDrain) -> Void) throws(StorageError) -> SpoolDrain {
        do throws(StorageError) {
            if store == nil { try connect() }
            let done = try empty(progress)
            if unsettled.hasUnsent { try place() }
            return done
        } catch {
            if error.code == .unreachable { leave(error) }
            throw error
        }
    }

    /// Tries the server when it is away and its time has come, and gives it what waits. That it is still away is no error.
    func tryServerIfDue() throws(StorageError) {
        if store != nil, folder.isEmpty { return }
        if store == nil, clock.uptime() < nextTry { return }
        do throws(StorageError) {
            if store == nil { try connect() }
            _ = try empty { _ in }
        } catch {
            guard error.code == .unreachable else { throw error }
            leave(error)
        }
    }
}

extension SpoolWriter {
    /// Brings what is in memory to the store, or else to the spool.
    private func place() throws(StorageError) {
        defer { standing.set(status: folder.status) }
        while unsettled.hasUnsent {
            if store != nil, folder.isEmpty {
                do throws(StorageError) {
                    try send()
                } catch {
                    guard error.code == .unreachable else { throw error }
                    leave(error)
                }
                continue
            }
            if settings.whenAway == .fail {
                throw standing.error
                    ?? StorageError(.unreachable, at: location, "the server is away", advice: "bring it back")
            }
            do throws(StorageError) {
                try spool()
                saysFull = false
            } catch {
                guard error.code == .full else { throw error }
                if !saysFull { report(.full(error)) }
                saysFull = true
                try pause(because: error)
            }
        }
    }

    private func send() throws(StorageError) {
        guard let store else { return }
        while let index = unsettled.firstUnsent {
            let stored: StoredRows
            do throws(RecordProblem) {
                stored = try rows.rows(of: unsettled.records[index])
            } catch {
                preconditionFailure("rows that were just packed cannot be unpacked: \(error.reason)")
            }
            _ = try store.write(stored)
            unsettled.sent(index, store.mark)
        }
        if store.traits.keeps(.durableAtOnce) { unsettled.remove(upTo: writes) }
    }

    private func spool() throws(StorageError) {
        try unsettled.move(into: folder, at: clock.now())
    }

    /// Waits until the server's time has come, and tries it.
    private func pause(because full: StorageError) throws(StorageError) {
        while true {
            if shouldStop() { throw full }
            let left = nextTry - clock.uptime()
            if left <= .zero { break }
            // Not longer, so that a wish to stop is heard.
            clock.wait(min(left, .milliseconds(200)))
        }
        try tryServerIfDue()
    }

    /// Waits until nothing waits any more, or until the job is to stop: what is in the spool is safe there.
    private func waitForServer() throws(StorageError) {
        while store == nil || !folder.isEmpty {
            if shouldStop() { return }
            let left = nextTry - clock.uptime()
            if left > .zero { clock.wait(min(left, .milliseconds(200))) } else { try tryServerIfDue() }
        }
    }

    /// Opens the store and makes sure that it is the one that is meant.
    private func connect() throws(StorageError) {
        let opened = try open()
        let identity = try opened.identity()
        if let expected, identity != expected {
            throw StorageError(
                .otherStore, at: location,
                "another store (\(identity)) is there than the one whose rows are at stake (\(expected))",
                advice: "put the right one back; or give up what waits by moving the folder \(folder.place.path) away")
        }
        let card = StoreCard(location: location, identity: identity, traits: opened.traits, limit: settings.limit)
        try folder.note(card)
        let wasAway = standing.error != nil
        expected = identity
        store = opened
        delay = nil
        standing.set(card: card)
        standing.set(store: opened)
        standing.set(error: nil)
        standing.set(status: folder.status)
        if wasAway { report(.back) }
    }

    /// The server is away: nothing that it has not said to be durable counts.
    private func leave(_ error: StorageError) {
        if standing.error == nil { report(.away(error)) }
        store = nil
        unsettled.unsend()
        let next = delay.map { min($0 * 2, settings.longestRetry) } ?? settings.firstRetry
        delay = next
        nextTry = clock.uptime() + next
        standing.set(store: nil)
        standing.set(error: error)
        standing.set(status: folder.status)
    }

    /// Gives all that waits in the spool to the store, segment by segment.
    private func empty(_ progress: @Sendable (SpoolDrain) -> Void) throws(StorageError) -> SpoolDrain {
        var done = SpoolDrain()
        guard let store, !folder.isEmpty else { return done }
        defer { standing.set(status: folder.status) }
        done.waiting = folder.status.rows
        while let segment = folder.segments.first {
            try folder.read(segment) { (stored, record) throws(StorageError) in
                do throws(StorageError) {
                    _ = try store.write(stored)
                    done.records += 1
                    done.rows += stored.count
                } catch {
                    guard error.code == .unsupported else { throw error }
                    try folder.setAside(record)
                    done.refused += 1
                    report(.refused(rows: stored.count, error))
                }
                done.waiting -= stored.count
                progress(done)
            }
            try store.settle(store.mark)
            try folder.removeFirst()
            standing.set(status: folder.status)
        }
        report(.drained(done))
        return done
    }
}

extension StoredRows {
    /// What a write of them says that cannot tell what becomes of each: so many rows of every series.
    var accepted: [WriteCount] {
        var counts = series.map { _ in WriteCount() }
        if series.count == 1 { return [WriteCount(accepted: count)] }
        let symbols =
            switch batch {
            case .candles(let batch): batch.symbol
            case .trades(let batch): batch.symbol
            }
        for row in 0..<count where symbols[row] < series.count { counts[Int(symbols[row])].accepted += 1 }
        return counts
    }
}
