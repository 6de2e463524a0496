import MarketData

/// Who runs and who waits: the state of a supervisor, without processes.
struct Roster {
    /// Runs whose output is kept after their end, for who asked for them: each can be a megabyte.
    private static let outputs = 16

    private let settings: SupervisorSettings
    private(set) var runs: [Int64: ErrandRun] = [:]
    private var newest: Int64 = 0
    /// Those that ended, in the order in which they did: a long run is the oldest by its number, and just now over.
    private var ended: [Int64] = []
    private(set) var isClosed = false

    init(_ settings: SupervisorSettings) { self.settings = settings }

    /// A new run that waits.
    mutating func add(_ errand: Errand, at moment: Timestamp) throws(SupervisionError) -> Int64 {
        if isClosed { throw SupervisionError(.stopping, "the hub is ending and starts nothing any more") }
        guard runs.values.count(where: { $0.state == "WAITING" && $0.errand.lane == errand.lane }) < settings.waiting
        else {
            throw SupervisionError(
                .full, "\(settings.waiting) runs wait already; try again when some have ended, or cancel one")
        }
        newest += 1
        runs[newest] = ErrandRun(number: newest, errand: errand, askedAt: moment, job: errand.job)
        return newest
    }

    /// The runs that there is a place for now, the oldest first; they count as started.
    mutating func due(at moment: Timestamp) -> [ErrandRun] {
        if isClosed { return [] }
        var chosen: [ErrandRun] = []
        for number in runs.keys.sorted() where runs[number]?.state == "WAITING" {
            guard let lane = runs[number]?.errand.lane else { continue }
            let busy = runs.values.count { $0.state == "RUNNING" && $0.errand.lane == lane }
            guard busy < (lane == .job ? settings.jobs : settings.tasks) else { continue }
            runs[number]?.startedAt = moment
            if let run = runs[number] { chosen.append(run) }
        }
        return chosen
    }

    mutating func update(_ number: Int64, _ change: (inout ErrandRun) -> Void) {
        if var run = runs[number] {
            change(&run)
            runs[number] = run
        }
    }

    /// A run ended; those that did so first are forgotten.
    mutating func end(_ number: Int64, _ end: ChildEnd, at moment: Timestamp) {
        update(number) { ($0.end, $0.endedAt) = (end, moment) }
        ended.append(number)
        if ended.count > Self.outputs {
            update(ended[ended.count - 1 - Self.outputs]) { run in
                if run.end?.output.isEmpty ?? true { return }
                run.end?.output = ""
                run.end?.isCut = true
            }
        }
        while ended.count > settings.remembered { runs[ended.removeFirst()] = nil }
    }

    /// Starts nothing any more; what waits never begins.
    mutating func close(at moment: Timestamp) -> [Int64] {
        isClosed = true
        let waiting = runs.values.filter { $0.state == "WAITING" }.map(\.number).sorted()
        for number in waiting { end(number, ChildEnd(.neverStarted), at: moment) }
        return waiting
    }
}
