import AdapterKit
import CAdapterABI

/// Leads a session of `ExampleAdapter` as a C host does.
@safe final class ExampleHost {
    /// What all calls gave together.
    private(set) var times: [Int64] = []
    private(set) var symbols: [UInt32] = []
    private(set) var rejectedRows: [Int64] = []
    private(set) var covered: [Range<Int64>] = []
    /// After every call.
    private(set) var tokens: [String] = []
    private(set) var addresses: [String] = []
    let capacity: Int
    let rejectCapacity: Int
    private var host = unsafe cw_host()

    init(capacity: Int, rejectCapacity: Int = 4) {
        self.capacity = capacity
        self.rejectCapacity = rejectCapacity
        unsafe host.size = UInt32(MemoryLayout<cw_host>.size)
        // A number for every string: its length.
        unsafe host.intern = { _, _, length in UInt32(length) }
    }

    /// Answers every request from `pages`, by its address, at `receivedAt`.
    func run(_ pages: [String: String], days: Int64 = 1, token: String = "", receivedAt: Int64 = .max) throws {
        let arena = TextArena()
        var query = unsafe cw_query()
        unsafe query.size = UInt32(MemoryLayout<cw_query>.size)
        unsafe query.kind = CW_KIND_CANDLES
        unsafe query.interval = Nanoseconds.minute
        unsafe query.end = days * Nanoseconds.day
        unsafe query.resume_token = arena.text(token)
        // Query and host are copied or live until the session's end, which is this function's.
        try unsafe withUnsafePointer(to: &host) { host in
            let session = try unsafe TypedAdapterBox(ExampleAdapter.self).begin(Query(&query), Host(host))
            while true {
                var request = unsafe cw_request()
                unsafe request.size = UInt32(MemoryLayout<cw_request>.size)
                try unsafe session.nextRequest(&request)
                if unsafe request.kind == CW_REQUEST_DONE { return }
                let address = unsafe text(request.address)
                addresses.append(address)
                while try decode(session, Array((pages[address] ?? "").utf8), receivedAt) {}
            }
        }
    }

    private func text(_ text: cw_text) -> String {
        // The ABI: `length` bytes lie there.
        unsafe String(decoding: UnsafeRawBufferPointer(start: text.bytes, count: Int(text.length)), as: UTF8.self)
    }

    /// One call; true when the batch was full.
    private func decode(_ session: SessionBox, _ bytes: [UInt8], _ receivedAt: Int64) throws -> Bool {
        var (times, rows) = (
            Array(repeating: Int64(-1), count: capacity), Array(repeating: Int64(-1), count: rejectCapacity)
        )
        var symbols = Array(repeating: UInt32.max, count: capacity)
        var decoded = unsafe cw_decoded()
        unsafe decoded.size = UInt32(MemoryLayout<cw_decoded>.size)
        // Every pointer is used inside of the closures that make it, and what the session owns before its next call.
        try unsafe times.withUnsafeMutableBufferPointer { times in
            try unsafe symbols.withUnsafeMutableBufferPointer { symbols in
                try unsafe rows.withUnsafeMutableBufferPointer { rows in
                    try unsafe bytes.withUnsafeBufferPointer { bytes in
                        var candles = unsafe cw_candles()
                        unsafe candles.size = UInt32(MemoryLayout<cw_candles>.size)
                        unsafe candles.open_time = times.baseAddress
                        unsafe candles.symbol = symbols.baseAddress
                        var rejects = unsafe cw_rejects()
                        unsafe rejects.size = UInt32(MemoryLayout<cw_rejects>.size)
                        unsafe rejects.capacity = UInt64(rejectCapacity)
                        unsafe rejects.row = rows.baseAddress
                        var input = unsafe cw_input()
                        unsafe input.size = UInt32(MemoryLayout<cw_input>.size)
                        unsafe input.flags = CW_INPUT_LAST
                        unsafe input.bytes = bytes.baseAddress
                        unsafe input.length = UInt64(bytes.count)
                        unsafe input.http_status = 200
                        unsafe input.received_at = receivedAt
                        try unsafe withUnsafePointer(to: &candles) { candles in
                            try unsafe withUnsafePointer(to: &rejects) { rejects in
                                var batch = unsafe cw_batch()
                                unsafe batch.size = UInt32(MemoryLayout<cw_batch>.size)
                                unsafe batch.kind = CW_KIND_CANDLES
                                unsafe batch.capacity = UInt64(capacity)
                                unsafe batch.candles = unsafe candles
                                unsafe batch.rejects = unsafe rejects
                                try unsafe session.decode(&input, &batch, &decoded)
                            }
                        }
                    }
                }
            }
        }
        self.times += times.prefix(unsafe Int(decoded.rows))
        self.symbols += symbols.prefix(unsafe Int(decoded.rows))
        rejectedRows += rows.prefix(unsafe Int(decoded.rejects))
        for index in 0..<(unsafe Int(decoded.assertion_count)) {
            // The ABI: `assertion_count` of them.
            let assertion = unsafe decoded.assertions[index]
            covered.append(assertion.start..<assertion.end)
        }
        tokens.append(unsafe text(decoded.resume_token))
        return unsafe decoded.flags & CW_DECODED_FULL != 0
    }
}
