public import AdapterKit
import CSimdJSON

extension JSONValue {
    /// A decimal number, rounded once from its text, whether that is a number or a string (`"29000.5"`); nil for
    /// everything else, and for what no double can hold (`1e999`).
    public var decimal: Double? { Double(decimal: utf8) }

    /// A whole number, also `642646396.0`, `6.3896155e+07` and `"12"`; nil for everything else, and for what does
    /// not fit.
    public var wholeNumber: Int64? { Int64(wholeNumber: utf8) }

    /// What a string says; nil for everything else. Makes a `String`.
    public var string: String? { kind == .string ? String(decoding: utf8) : nil }

    /// `true` or `false`; nil for everything else.
    public var bool: Bool? {
        switch Int32(node.kind) {
        case CJ_TRUE: true
        case CJ_FALSE: false
        default: nil
        }
    }

    /// A time as nanoseconds UTC; nil for what is no number in that unit, or does not fit in 64 bits.
    public func time(in unit: JSONTimeUnit) -> Int64? {
        if unit == .seconds { return Int64(nanosecondsOfSeconds: utf8) }
        guard let count = wholeNumber else { return nil }
        let time = count.multipliedReportingOverflow(by: unit.nanoseconds)
        return time.overflow ? nil : time.partialValue
    }

    /// The text of the value for a message: at most 40 bytes of it.
    public var excerpt: String { String(quoting: text, Int(node.start)..<Int(node.end)) }

    /// How many values an array has, or names an object; 0 for everything else. Passes over all of them.
    public var count: Int {
        let isObject = Int32(node.kind) == CJ_OBJECT
        guard isObject || Int32(node.kind) == CJ_ARRAY else { return 0 }
        let end = next
        var at = index + 1
        var found = 0
        while at < end {
            at = value(at: isObject ? at + 1 : at).next
            found += 1
        }
        return found
    }
}

/// What a source counts its times in.
public enum JSONTimeUnit: Sendable {
    /// With or without a fraction; decimals beyond nanoseconds are cut off.
    case seconds
    /// Whole ones.
    case milliseconds
    /// Whole ones.
    case microseconds
    /// Whole ones.
    case nanoseconds

    var nanoseconds: Int64 {
        switch self {
        case .seconds: 1_000_000_000
        case .milliseconds: 1_000_000
        case .microseconds: 1000
        case .nanoseconds: 1
        }
    }
}

extension String {
    /// A text of checked UTF-8.
    init(decoding utf8: Span<UInt8>) {
        // The buffer lives during the call, which copies it.
        self = unsafe utf8.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

extension Host {
    /// The number of what a string says, without making a `String`: for the columns of symbols. 0 where there is none.
    public func intern(_ value: JSONValue?) -> UInt32 {
        guard let value, value.kind == .string else { return 0 }
        return intern(value.utf8)
    }
}
