import Foundation

/// A time zone by its name: how far its clocks are from UTC, and when they are set.
///
/// The rules come with Foundation (ICU), so that a machine without tzdata has them too.
public struct Zone: Hashable, Sendable, CustomStringConvertible {
    /// `Europe/Berlin`.
    public let description: String
    private let zone: TimeZone

    /// UTC, whose clocks are never set.
    public static let utc = Zone("UTC", TimeZone(secondsFromGMT: 0) ?? .gmt)

    /// The zone of that name.
    ///
    /// - Throws: `CronError` where there is none.
    public init(_ name: String) throws(CronError) {
        if name == "UTC" {
            self = .utc
            return
        }
        guard name.utf8.count <= 64, name.contains("/"), let zone = TimeZone(identifier: name) else {
            throw CronError("'\(name.prefix(64))' is no time zone: write UTC, or area and place, like Europe/Berlin")
        }
        self.init(name, zone)
    }

    private init(_ name: String, _ zone: TimeZone) { (description, self.zone) = (name, zone) }

    /// Seconds that its clocks are ahead of UTC at a moment, in seconds since 1970.
    func offset(at second: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
    }

    /// The first second after this one at which its clocks are set; nil where they are not any more.
    func nextChange(after second: Int64) -> Int64? {
        var at = second
        // Some changes are of a name only; there are never many of these in a row.
        for _ in 0..<100 {
            guard
                let found = zone.nextDaylightSavingTimeTransition(after: Date(timeIntervalSince1970: Double(at)))
            else { return nil }
            let change = Int64(found.timeIntervalSince1970.rounded())
            guard change > at else { return nil }
            if offset(at: change) != offset(at: change - 1) { return change }
            at = change
        }
        return nil
    }
}
