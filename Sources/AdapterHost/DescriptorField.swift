import MarketData

/// The fields in which a manifest and the descriptor inside its library must agree, each as the text
/// that a person compares. Names are the manifest's keys.
package enum DescriptorField: String, CaseIterable {
    case id
    case name
    case version
    case licence
    case transports = "source.transports"
    case kinds = "source.kinds"
    case intervals = "source.intervals_minutes"
    case stamp = "source.stamp"
    case dayAnchor = "source.day_anchor_minutes"
    case dayZone = "source.day_zone"
    case hosts = "source.hosts"
    case credentials = "source.credentials"
    case rowsPerReply = "limits.rows_per_reply"
    case reachRows = "limits.reach_rows"
    case reachDays = "limits.reach_days"
    case requestsPerMinute = "limits.requests_per_minute"

    static let minute: Int64 = 60_000_000_000
    static let day: Int64 = 86_400_000_000_000

    /// Nanoseconds in a manifest's unit where they are a whole number of it, so that different
    /// lengths never have the same text.
    static func text(_ nanoseconds: Int64, unit: Int64) -> String {
        nanoseconds % unit == 0 ? String(nanoseconds / unit) : "\(nanoseconds) ns"
    }

    static func text(intervals: [Int64]) -> String {
        intervals.map { text($0, unit: minute) }.joined(separator: ", ")
    }

    static func text(list: [String]) -> String { list.joined(separator: ", ") }
}

extension AdapterDescriptor {
    func text(of field: DescriptorField) -> String {
        switch field {
        case .id: id
        case .name: name
        case .version: version
        case .licence: licence
        case .transports: transports.description
        case .kinds: kinds.description
        case .intervals: DescriptorField.text(intervals: intervals.map(\.nanoseconds))
        case .stamp: stamp == .open ? "open" : "close"
        case .dayAnchor: DescriptorField.text(dayAnchor, unit: DescriptorField.minute)
        case .dayZone: dayZone
        case .hosts: DescriptorField.text(list: hosts)
        case .credentials: DescriptorField.text(list: credentials)
        case .rowsPerReply: String(limits.rowsPerReply)
        case .reachRows: String(limits.reachRows)
        case .reachDays: DescriptorField.text(limits.reachTime, unit: DescriptorField.day)
        case .requestsPerMinute: String(limits.requestsPerMinute)
        }
    }
}
