import Reporting

/// The adapters: what each gives, how it is limited, how it stands.
struct AdaptersPage {
    let adapters: [AdapterOverview]

    func fields() -> Fields {
        ["adapters": adapters.map(Self.fields), "has_adapters": !adapters.isEmpty]
    }

    private static func fields(_ adapter: AdapterOverview) -> Fields {
        var fields: Fields = [
            "id": adapter.id, "name": adapter.name ?? adapter.id, "version": adapter.version ?? "–",
            "summary": adapter.summary ?? "", "transports": adapter.transports.joined(separator: ", "),
            "gives": gives(adapter), "run": adapter.run, "health": adapter.health,
            "is_ok": adapter.health == "ok", "problems": adapter.problems, "has_problems": !adapter.problems.isEmpty,
            "limits": limits(adapter), "breaker": adapter.breaker ?? "no request yet", "abi": adapter.abi ?? "–",
            "credentials": adapter.credentials.sorted { $0.key < $1.key }.map { name, isThere -> Fields in
                ["name": name, "is_there": isThere]
            },
        ]
        if !adapter.hosts.isEmpty { fields["hosts"] = adapter.hosts.joined(separator: ", ") }
        if let confinement = adapter.confinement { fields["confinement"] = confinement }
        return fields
    }

    private static func gives(_ adapter: AdapterOverview) -> [String] {
        adapter.kinds.map { kind in
            let intervals = adapter.intervals_minutes.map(interval).joined(separator: ", ")
            return kind == "candles" && !intervals.isEmpty ? "candles of \(intervals)" : kind
        }
    }

    private static func interval(_ minutes: Int) -> String {
        if minutes % 1440 == 0 { return "\(minutes / 1440)d" }
        return minutes % 60 == 0 ? "\(minutes / 60)h" : "\(minutes)m"
    }

    private static func limits(_ adapter: AdapterOverview) -> [String] {
        var limits: [String] = []
        if let rows = adapter.rows_per_reply { limits.append("\(Int(rows).counted("row")) a reply") }
        if let requests = adapter.requests_per_minute { limits.append("\(Int(requests).counted("request")) a minute") }
        if let rows = adapter.reach_rows { limits.append("reaches back \(Int(rows).counted("candle"))") }
        if let days = adapter.reach_days { limits.append("reaches back \(Int(days).counted("day"))") }
        return limits.isEmpty ? ["none"] : limits
    }
}
