import AdapterKit

/// What a reply proves to be covered, given out step by step with the rows that lie in it.
struct Covered {
    /// Ascending, none touching the next.
    private(set) var runs: [Range<Int64>] = []
    private var asserted = Int64.min

    /// Adds a stretch behind the others, clipped to what was asked.
    mutating func add(_ run: Range<Int64>, within asked: Range<Int64>) {
        let run = run.clamped(to: asked)
        if run.isEmpty { return }
        if let last = runs.last, last.upperBound >= run.lowerBound {
            runs[runs.count - 1] = last.lowerBound..<max(last.upperBound, run.upperBound)
        } else {
            runs.append(run)
        }
    }

    /// What was not given out yet and ends before that moment.
    mutating func take(upTo end: Int64) -> [Assertion] {
        let start = asserted
        if end <= start { return [] }
        asserted = end
        return runs.compactMap { run in
            let new = run.clamped(to: start..<end)
            return new.isEmpty ? nil : Assertion(.covered, start: new.lowerBound, end: new.upperBound)
        }
    }
}
