public import AdapterKit

/// Reads one file, line by line.
public struct SourceSession: AdapterSession {
    private let fileName: String
    private let interval: Int64
    private let asked: Range<Int64>
    private var isAsked = false
    private var place: Place

    /// A longer line is none of this source's.
    private static let longestLine = 4096

    /// Throws `invalidQuery` for what such files do not hold.
    public init(query: Query, host: Host) throws(AdapterFailure) {
        guard query.kind == .candles, Source.descriptor.intervals.contains(query.interval) else {
            throw AdapterFailure(
                .invalidQuery, "Example Source's files hold candles of \(Source.minutes) minutes")
        }
        fileName = query.fileName
        interval = query.interval
        asked = query.start..<max(query.start, query.end)
        place = try Place(token: query.resumeToken)
    }

    /// The file, once.
    public mutating func nextRequest() throws(AdapterFailure) -> Request? {
        guard !isAsked else { return nil }
        isAsked = true
        return .file(fileName)
    }

    /// Decodes the lines that are whole.
    public mutating func decode(
        _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded {
        let (isLast, position, receivedAt) = (reply.isLast, reply.position, reply.receivedAt)
        if place.position > position { return try skip(bytes.count, at: position, isLast: isLast) }
        var covered: [Assertion] = []
        let (consumed, isFull) = try LineReader.read(bytes, isLast: isLast, linesBefore: place.line) {
            (reader) throws(AdapterFailure) in
            while !batch.isFull, reader.nextLine() {
                switch try readLine(&reader, bytes, position, receivedAt, isLast: isLast, into: &batch) {
                case .read: continue
                case .notYet: return (reader.consumed, true)
                case .refused:
                    // It may have been a candle: what lies between its neighbours is not asserted.
                    endRun(&covered)
                    place.run = .min
                }
            }
            return (reader.consumed, batch.isFull)
        }
        place.position = position + Int64(consumed)
        if isLast, place.line == 0, consumed == bytes.count { throw noHeader() }
        if consumed == 0, !isFull, bytes.count >= Self.longestLine { throw tooLong() }
        endRun(&covered)
        return Decoded(consumed: consumed, isFull: isFull, assertions: covered, resumeToken: place.token)
    }

    private enum Line {
        case read, refused
        /// It ends the session; what came before it has to be delivered first.
        case notYet
    }

    /// Reads one line.
    private mutating func readLine(
        _ reader: inout LineReader, _ bytes: Span<UInt8>, _ position: Int64, _ receivedAt: Int64, isLast: Bool,
        into batch: inout BatchWriter
    ) throws(AdapterFailure) -> Line {
        let at = reader.lineStart
        let isCut = isLast && reader.isCutOff
        var candle = place.line == 0 || isCut ? nil : CandleLine.read(&reader)
        let range = candle == nil ? reader.skipLine() : at..<reader.consumed
        guard reader.consumed - at <= Self.longestLine else {
            // An error makes the host drop what this call wrote: deliver that first.
            if at == 0 { throw tooLong() }
            reader.unreadLine()
            return .notYet
        }
        defer { place.line = reader.line }
        if place.line == 0 {
            guard bytes.extracting(range).says(CandleLine.header) else { throw noHeader() }
            return .read
        }
        if candle == nil, range.isEmpty { return .read }
        let problem: (code: Reject.Code, reason: String)? =
            if isCut {
                (.columns, "the file ends in the middle of this line, or before its line feed")
            } else if let candle {
                judge(candle.openTime, receivedAt).map { (.time, $0) }
            } else {
                CandleLine.problem(bytes, range)
            }
        if let problem {
            batch.rejects.append(Reject(problem.code, problem.reason, row: reader.line, record: range))
            return .refused
        }
        // The reader gave it: without one there is a problem.
        guard let time = candle?.openTime, time <= receivedAt - interval else { return .read }
        place.last = time
        if place.run == .min { place.run = time }
        guard asked.contains(time) else { return .read }
        candle?.row = reader.line
        candle?.position = position + Int64(at)
        if let candle { batch.candles.append(candle) }
        return .read
    }

    /// Whether a candle of that time can follow the others; nil, or why not.
    private func judge(_ time: Int64, _ receivedAt: Int64) -> String? {
        if time % interval != 0 { return "the time is no start of an interval" }
        if time <= place.last { return "the time is not behind that of the line before" }
        return time > receivedAt ? "the candle begins after the file was read" : nil
    }

    /// What the lines up to the newest candle prove: the source writes a line for every interval that had trades.
    private mutating func endRun(_ covered: inout [Assertion]) {
        guard place.run != .min else { return }
        let end = place.last + interval
        let run = max(place.run, asked.lowerBound)..<max(place.run, asked.lowerBound, min(end, asked.upperBound))
        if !run.isEmpty { covered.append(Assertion(.covered, start: run.lowerBound, end: run.upperBound)) }
        place.run = end
    }

    /// Passes over what an earlier session has read.
    private func skip(_ count: Int, at position: Int64, isLast: Bool) throws(AdapterFailure) -> Decoded {
        let ahead = place.position - position
        guard !isLast || ahead <= Int64(count) else {
            throw AdapterFailure(.malformed, "the file is shorter than when it was read before; read it anew")
        }
        let skipped = Int(min(ahead, Int64(count)))
        // Full: to be called again, for what is left of these bytes or for the end of the file.
        return Decoded(consumed: skipped, isFull: isLast || skipped < count, resumeToken: place.token)
    }

    private func noHeader() -> AdapterFailure {
        AdapterFailure(
            .malformed, "the first line is not \(CandleLine.header); is this the source?", row: 1, position: 0)
    }

    private func tooLong() -> AdapterFailure {
        AdapterFailure(
            .malformed, "a line longer than 4 KiB; this is no file of Example Source", row: place.line + 1,
            position: place.position)
    }
}

extension Span<UInt8> {
    /// Whether it is that text.
    fileprivate func says(_ text: String) -> Bool {
        count == text.utf8.count && text.utf8.enumerated().allSatisfy { self[$0.offset] == $0.element }
    }
}
