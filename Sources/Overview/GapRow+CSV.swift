extension GapRow {
    /// The columns of CSV, in their order.
    package static let columns = [
        "asset_ticker", "tier", "interval_minutes", "gap_start", "gap_end", "missing_candles", "candles_from_today",
        "overflow_candles", "class", "quote", "reason", "required_csv_file",
    ]

    /// The row's line, without its end.
    package var csv: String {
        let minutes = interval_minutes.map { minutes in
            minutes == minutes.rounded() ? String(Int(minutes)) : minutes.description
        }
        let fields = [
            asset, tier, minutes ?? "", start, end, "\(missing_candles)", "\(candles_from_today)",
            "\(overflow_candles)", `class`, quote, reason, required_csv_file ?? "",
        ]
        return fields.map(Self.quoted).joined(separator: ",")
    }

    /// RFC 4180: in quotes where it has to be, quotes doubled.
    package static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }
}
