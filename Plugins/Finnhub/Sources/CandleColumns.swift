import AdapterKit
import AdapterKitJSON

/// The parallel arrays of a reply of candles, read side by side.
struct CandleColumns: ~Escapable {
    private var times: JSONElements
    private var opens: JSONElements
    private var highs: JSONElements
    private var lows: JSONElements
    private var closes: JSONElements
    private var volumes: JSONElements

    /// One place of all of them.
    struct Record: ~Escapable {
        let time: JSONValue
        let open: JSONValue
        let high: JSONValue
        let low: JSONValue
        let close: JSONValue
        let volume: JSONValue?

        @_lifetime(copy time, copy open, copy high, copy low, copy close, copy volume)
        init(
            time: JSONValue, open: JSONValue, high: JSONValue, low: JSONValue, close: JSONValue, volume: JSONValue?
        ) {
            self.time = time
            self.open = open
            self.high = high
            self.low = low
            self.close = close
            self.volume = volume
        }

        func candle(openTime: Int64, row: Int64) throws(JSONError) -> Candle {
            Candle(
                openTime: openTime, open: try open.decimal(as: "o"), high: try high.decimal(as: "h"),
                low: try low.decimal(as: "l"), close: try close.decimal(as: "c"),
                volume: try volume?.decimal(as: "v") ?? .nan, row: row, position: Int64(time.position))
        }
    }

    /// Throws when the reply is none of candles, when an array is missing, and when one is longer than another. One that
    /// says `no_data` has no records.
    @_lifetime(copy root)
    init(_ root: JSONValue) throws(JSONError) {
        let status = try root.member("s")
        let isEmpty = status.says("no_data")
        guard isEmpty || status.says("ok") else {
            throw status.wrong(name: "s", expected: "ok or no_data", .text)
        }
        // Without arrays there are no elements in any place.
        times = isEmpty ? status.elements : try root.array("t").elements
        opens = isEmpty ? status.elements : try root.array("o").elements
        highs = isEmpty ? status.elements : try root.array("h").elements
        lows = isEmpty ? status.elements : try root.array("l").elements
        closes = isEmpty ? status.elements : try root.array("c").elements
        let hasVolumes = root["v"] != nil
        volumes = isEmpty || !hasVolumes ? status.elements : try root.array("v").elements
        if isEmpty { return }
        let count = try root.array("t").count
        let names: [JSONName] = hasVolumes ? ["o", "h", "l", "c", "v"] : ["o", "h", "l", "c"]
        for name in names {
            let other = try root.array(name)
            guard other.count == count else {
                throw JSONError(
                    .kind, "the array '\(name)' has \(other.count) values and 't' has \(count); expected equal lengths",
                    at: other.position)
            }
        }
    }

    /// The next place, nil behind the last.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    mutating func next() -> Record? {
        guard let time = times.next(), let open = opens.next(), let high = highs.next(), let low = lows.next(),
            let close = closes.next()
        else { return nil }
        return Record(time: time, open: open, high: high, low: low, close: close, volume: volumes.next())
    }
}
