/// The dynamic segment.
struct Dynamic {
    private var values: [UInt64: UInt64] = [:]
    private var neededNames: [UInt64] = []
    private let names: (start: UInt64, end: UInt64)

    private static let (hash, strings, symbolTable, stringSize, textRelocations, flags, gnuHash):
        (
            UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64
        ) = (4, 5, 6, 10, 22, 30, 0x6FFF_FEF5)

    init(_ bytes: ELFBytes, _ segments: Segments) throws(ELFProblem) {
        guard let dynamic = segments.dynamic else { throw ELFProblem("it has no dynamic segment") }
        for index in 0..<dynamic.size / 16 {
            let at = dynamic.offset &+ index * 16
            let (tag, value) = (try bytes.number(at, as: UInt64.self), try bytes.number(at &+ 8, as: UInt64.self))
            if tag == 0 { break }
            if tag == 1 { neededNames.append(value) } else { values[tag] = value }
        }
        guard let address = values[Self.strings], let size = values[Self.stringSize] else {
            throw ELFProblem("its dynamic segment has no table of names")
        }
        let start = try segments.place(of: address)
        names = (start, start &+ size)
    }

    var hasTextRelocations: Bool { values[Self.textRelocations] != nil || values[Self.flags, default: 0] & 4 != 0 }

    func needed(_ bytes: ELFBytes) throws(ELFProblem) -> [String] {
        var list: [String] = []
        for name in neededNames { list.append(try bytes.text(names.start &+ name, before: names.end)) }
        return list
    }

    func symbols(_ bytes: ELFBytes, _ segments: Segments) throws(ELFProblem) -> [ELFLibrary.Symbol] {
        guard let address = values[Self.symbolTable] else { throw ELFProblem("it has no table of symbols") }
        let start = try segments.place(of: address)
        var list: [ELFLibrary.Symbol] = []
        for index in 1..<max(1, try count(bytes, segments)) {
            let at = start &+ index &* 24
            let name = try bytes.text(names.start &+ UInt64(try bytes.number(at, as: UInt32.self)), before: names.end)
            let info = try bytes.number(at &+ 4, as: UInt8.self)
            let visibility = try bytes.number(at &+ 5, as: UInt8.self) & 3
            // Global, weak or unique; and neither internal nor hidden.
            let isVisible = [1, 2, 10].contains(info >> 4) && (visibility == 0 || visibility == 3)
            list.append(
                .init(name: name, isDefined: try bytes.number(at &+ 6, as: UInt16.self) != 0, isVisible: isVisible))
        }
        return list
    }

    /// No field has the number of symbols; the tables by which they are looked up know it.
    private func count(_ bytes: ELFBytes, _ segments: Segments) throws(ELFProblem) -> UInt64 {
        if let address = values[Self.hash] {
            return UInt64(try bytes.number(try segments.place(of: address) &+ 4, as: UInt32.self))
        }
        guard let address = values[Self.gnuHash] else { throw ELFProblem("it has no table to look symbols up") }
        let start = try segments.place(of: address)
        let buckets = UInt64(try bytes.number(start, as: UInt32.self))
        let firstHashed = try bytes.number(start &+ 4, as: UInt32.self)
        let bucketStart = start &+ 16 &+ 8 * UInt64(try bytes.number(start &+ 8, as: UInt32.self))
        var last: UInt32 = 0
        for bucket in 0..<buckets { last = max(last, try bytes.number(bucketStart &+ 4 * bucket, as: UInt32.self)) }
        // Without a hashed symbol there are only those before the first.
        guard last >= firstHashed, last > 0 else { return UInt64(firstHashed) }
        // A chain ends with an odd number.
        let chains = bucketStart &+ 4 * buckets
        while try bytes.number(chains &+ 4 * UInt64(last - firstHashed), as: UInt32.self) & 1 == 0 { last += 1 }
        return UInt64(last) + 1
    }
}
