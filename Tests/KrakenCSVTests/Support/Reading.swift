import AdapterHost
import MarketData

/// All that a file gave.
struct Reading: Equatable {
    var rows: [Row] = []
    var rejects: [Reject] = []
    /// The last one.
    var assertions: [RangeAssertion] = []
    var failure: AdapterError?
}

/// Where a reading could have been broken off.
struct Stop {
    var token: [UInt8]
    var rows: Int
    var rejects: Int
}

/// Reads a file through the ABI, its bytes shown as they come.
struct FileReader {
    let name: String
    let bytes: [UInt8]
    /// Rows in a batch.
    var capacity = 4096
    var token: [UInt8] = []

    init(_ name: String, _ bytes: [UInt8], capacity: Int = 4096, token: [UInt8] = []) {
        self.name = name
        self.bytes = bytes
        self.capacity = capacity
        self.token = token
    }

    /// Reads it in pieces that end at those bytes, and at the end of the file.
    func read(pieces: [Int] = []) throws -> Reading { try readWithStops(pieces: pieces).reading }

    /// The same, with every token that came.
    func readWithStops(pieces: [Int] = []) throws -> (reading: Reading, stops: [Stop]) {
        let session = try Kraken.begin(name, token: token)
        var reading = Reading()
        var stops: [Stop] = []
        do throws(AdapterError) {
            guard try session.nextRequest() != nil else { return (reading, stops) }
            var position = 0
            for end in pieces.filter({ $0 < bytes.count }) + [bytes.count] {
                var isFull = true
                while isFull {
                    let decoded = try decode(session, position..<end, into: &reading)
                    position += decoded.consumed
                    reading.rejects += decoded.rejects
                    if !decoded.assertions.isEmpty { reading.assertions = decoded.assertions }
                    if !decoded.resumeToken.isEmpty {
                        stops.append(
                            Stop(token: decoded.resumeToken, rows: reading.rows.count, rejects: reading.rejects.count))
                    }
                    isFull = decoded.isFull
                }
            }
            let further = try session.nextRequest()
            precondition(further == nil, "a file is one request")
        } catch {
            reading.failure = error
        }
        return (reading, stops)
    }

    private func decode(
        _ session: AdapterSession, _ range: Range<Int>, into reading: inout Reading
    ) throws(AdapterError) -> Decoded {
        let reply = ReplyContext.file(receivedAt: Kraken.now)
        // Bytes have no padding that could be read.
        let shown = unsafe bytes.span.bytes.extracting(range)
        let isLast = range.upperBound == bytes.count
        if case .candles = session.query.kind {
            let batch = CandleBatch(capacity: capacity)
            let decoded = try session.decode(
                shown, position: Int64(range.lowerBound), isLast: isLast, reply: reply, into: batch)
            reading.rows += batch.allRows
            return decoded
        }
        let batch = TradeBatch(capacity: capacity)
        let decoded = try session.decode(
            shown, position: Int64(range.lowerBound), isLast: isLast, reply: reply, into: batch)
        reading.rows += batch.allRows
        return decoded
    }
}
