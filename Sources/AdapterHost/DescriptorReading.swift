import CAdapterABI

/// The descriptor inside a library, read with every pointer and count checked.
struct DescriptorReading {
    /// The fields that could be read.
    private(set) var fields: [DescriptorField: String] = [:]
    /// What is wrong with the others.
    private(set) var problems: [AdapterProblem] = []
    /// Whether the transports have FILE.
    private(set) var readsFiles = false

    private let library: String

    /// The size of the descriptor in version 1.0: what every adapter has.
    private static let smallest: UInt32 = 144
    private static let largest: UInt32 = 65_536
    private static let longestList = 4096

    init(_ pointer: UnsafePointer<cw_descriptor>?, of library: String) {
        self.library = library
        guard let pointer = unsafe pointer else {
            report("describe()", "returned null; expected the descriptor")
            return
        }
        guard unsafe UInt(bitPattern: pointer) % UInt(MemoryLayout<cw_descriptor>.alignment) == 0 else {
            report("describe()", "returned an address that is not aligned; expected the descriptor")
            return
        }
        // The first member of every version.
        let size = unsafe UnsafeRawPointer(pointer).load(as: UInt32.self)
        guard (Self.smallest...Self.largest).contains(size) else {
            report("cw_descriptor.size", "\(size); expected sizeof(cw_descriptor), at least \(Self.smallest)")
            return
        }
        let raw = unsafe ForeignMemory.grown(cw_descriptor(), from: UnsafeRawPointer(pointer), size: size)
        unsafe readTexts(raw)
        unsafe readBits(raw)
        unsafe readLists(raw)
        unsafe readNumbers(raw)
    }

    private mutating func report(_ key: String, _ message: String) {
        problems.append(AdapterProblem(.descriptor, file: library, key: key, message))
    }

    /// Notes a field, or what keeps it from being read.
    private mutating func read(_ field: DescriptorField, _ value: () throws(BrokenPromise) -> String) {
        do throws(BrokenPromise) {
            fields[field] = try value()
        } catch {
            report(field.rawValue, "\(error.text) in the library's descriptor")
        }
    }

    private mutating func readTexts(_ raw: cw_descriptor) {
        // NUL-terminated and alive for ever, says the ABI.
        read(.id) { () throws(BrokenPromise) in try unsafe ForeignMemory.string(terminated: raw.id, called: "id") }
        read(.name) { () throws(BrokenPromise) in
            try unsafe ForeignMemory.string(terminated: raw.name, called: "name")
        }
        read(.version) { () throws(BrokenPromise) in
            try unsafe ForeignMemory.string(terminated: raw.version, called: "version")
        }
        read(.licence) { () throws(BrokenPromise) in
            try unsafe ForeignMemory.string(terminated: raw.licence, called: "licence")
        }
        read(.dayZone) { () throws(BrokenPromise) in
            try unsafe ForeignMemory.string(terminated: raw.day_zone, called: "day_zone")
        }
    }

    private mutating func readBits(_ raw: cw_descriptor) {
        let kinds = unsafe DataKinds(rawValue: raw.kinds)
        let transports = unsafe Transports(rawValue: raw.transports)
        readsFiles = transports.contains(.file)
        read(.kinds) { () throws(BrokenPromise) in
            guard kinds.isSubset(of: [.candles, .trades, .instruments]) else {
                throw BrokenPromise("unknown bits \(kinds.rawValue)")
            }
            return kinds.description
        }
        read(.transports) { () throws(BrokenPromise) in
            guard transports.isSubset(of: [.file, .http, .stream]) else {
                throw BrokenPromise("unknown bits \(transports.rawValue)")
            }
            return transports.description
        }
        let value = unsafe raw.stamp
        read(.stamp) { () throws(BrokenPromise) in
            guard let stamp = CandleStamp(rawValue: value) else {
                throw BrokenPromise("unknown value \(value)")
            }
            return stamp == .open ? "open" : "close"
        }
    }

    private mutating func readLists(_ raw: cw_descriptor) {
        read(.intervals) { () throws(BrokenPromise) in
            let list = try unsafe ForeignMemory.array(
                raw.intervals, count: raw.interval_count, longest: Self.longestList, called: "intervals")
            // Checked by the line above, copied here.
            let intervals = unsafe Array(list)
            guard intervals.allSatisfy({ $0 > 0 }), zip(intervals, intervals.dropFirst()).allSatisfy({ $0 < $1 })
            else { throw BrokenPromise("intervals that are not positive and ascending") }
            return DescriptorField.text(intervals: intervals)
        }
        read(.hosts) { () throws(BrokenPromise) in
            try unsafe Self.text(raw.hosts, count: raw.host_count, called: "hosts")
        }
        read(.credentials) { () throws(BrokenPromise) in
            try unsafe Self.text(raw.credentials, count: raw.credential_count, called: "credentials")
        }
    }

    private static func text(
        _ start: UnsafePointer<UnsafePointer<CChar>?>?, count: UInt64, called name: String
    ) throws(BrokenPromise) -> String {
        let list = try unsafe ForeignMemory.array(start, count: count, longest: longestList, called: name)
        var texts: [String] = []
        for index in list.indices {
            texts.append(try unsafe ForeignMemory.string(terminated: list[index], called: "\(name)[\(index)]"))
        }
        return DescriptorField.text(list: texts)
    }

    private mutating func readNumbers(_ raw: cw_descriptor) {
        fields[.rowsPerReply] = unsafe String(raw.rows_per_reply)
        fields[.reachRows] = unsafe String(raw.reach_rows)
        fields[.reachDays] = unsafe DescriptorField.text(raw.reach_time, unit: DescriptorField.day)
        fields[.requestsPerMinute] = unsafe String(raw.requests_per_minute)
        fields[.dayAnchor] = unsafe DescriptorField.text(raw.day_anchor, unit: DescriptorField.minute)
    }
}
