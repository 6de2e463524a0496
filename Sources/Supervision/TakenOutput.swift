/// What a process has said so far, bounded.
struct TakenOutput {
    private let listeners: ChildProcess.Listeners
    private var output: [UInt8] = []
    private var isCut = false
    private var lines = LineCutter(longest: ChildProcess.longestLine)
    private var counts = LineCutter(longest: ChildProcess.longestCounts)
    private var lineCount = 0
    private var lastLines: [String] = []

    init(_ listeners: ChildProcess.Listeners) { self.listeners = listeners }

    /// Takes bytes of standard output (1), standard error (2) or the counts (3).
    mutating func take(_ bytes: ArraySlice<UInt8>, from source: Int) {
        switch source {
        case 1:
            let room = ChildProcess.longestOutput - output.count
            output += bytes.prefix(room)
            if bytes.count > room { isCut = true }
        case 2: for line in lines.take(bytes) { pass(line) }
        default: for line in counts.take(bytes) { listeners.counts(line) }
        }
    }

    /// Nothing comes any more.
    mutating func finish() {
        if let line = lines.end() { pass(line) }
        // Half a line of counts is none.
    }

    private mutating func pass(_ line: String) {
        lineCount += 1
        if lineCount <= ChildProcess.mostLines { listeners.line(line) }
        if lineCount == ChildProcess.mostLines { listeners.line("more is not passed on") }
        if lastLines.count == 20 { lastLines.removeFirst() }
        lastLines.append(line)
    }

    /// How it ended.
    func end(_ way: ChildEnd.Way) -> ChildEnd {
        ChildEnd(way, output: String(decoding: output, as: UTF8.self), isCut: isCut, lastLines: lastLines)
    }
}
