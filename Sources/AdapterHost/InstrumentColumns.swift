import CAdapterABI
import MarketData

/// Where an adapter writes instruments. Allocated when a session first decodes some.
@safe final class InstrumentColumns {
    /// Instruments in one `decode`.
    static let capacity = 16_384

    private let symbol = CColumn<UInt32>(capacity: capacity, zero: 0)
    private let base = CColumn<UInt32>(capacity: capacity, zero: 0)
    private let quote = CColumn<UInt32>(capacity: capacity, zero: 0)
    private let name = CColumn<UInt32>(capacity: capacity, zero: 0)
    private let category = CColumn<UInt32>(capacity: capacity, zero: 0)
    private let active = CColumn<Int8>(capacity: capacity, zero: -1)
    private let flags = CColumn<UInt32>(capacity: capacity, zero: 0)
    private let row = CColumn<Int64>(capacity: capacity, zero: -1)
    private let position = CColumn<Int64>(capacity: capacity, zero: -1)

    /// What the adapter is given; valid while this lives.
    var columns: cw_instruments {
        unsafe cw_instruments(
            size: UInt32(MemoryLayout<cw_instruments>.size), reserved: 0, symbol: symbol.pointer, base: base.pointer,
            quote: quote.pointer, name: name.pointer, category: category.pointer, active: active.pointer,
            flags: flags.pointer, row: row.pointer, position: position.pointer)
    }

    /// The first instruments, with their strings.
    func instruments(count: Int, names: InternTable) throws(BrokenPromise) -> [SourceInstrument] {
        var list: [SourceInstrument] = []
        list.reserveCapacity(count)
        for index in 0..<count {
            let category = try text(self.category[index], names)
            guard let symbol = names.text(of: symbol[index]), !symbol.isEmpty else {
                throw BrokenPromise("instrument \(index) has no symbol")
            }
            list.append(
                SourceInstrument(
                    symbol: symbol, base: try text(base[index], names), quote: try text(quote[index], names),
                    name: try text(name[index], names), category: try Self.category(category),
                    isActive: try Self.isActive(active[index]), row: row[index], position: position[index]))
        }
        return list
    }

    private func text(_ id: UInt32, _ names: InternTable) throws(BrokenPromise) -> String {
        guard let text = names.text(of: id) else {
            throw BrokenPromise("an instrument has the string id \(id), which was never given out")
        }
        return text
    }

    private static func category(_ text: String) throws(BrokenPromise) -> AssetCategory? {
        if text.isEmpty { return nil }
        guard let category = AssetCategory(rawValue: text) else {
            throw BrokenPromise("an instrument has the unknown category \"\(text)\"")
        }
        return category
    }

    private static func isActive(_ value: Int8) throws(BrokenPromise) -> Bool? {
        switch value {
        case 1: true
        case 0: false
        case -1: nil
        default: throw BrokenPromise("an instrument has the unknown activity \(value)")
        }
    }
}
