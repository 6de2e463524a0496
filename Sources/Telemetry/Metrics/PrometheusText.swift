import Synchronization

extension MetricsRegistry {
    /// What `text` is, for `Content-Type`.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Everything in the text format of Prometheus, 0.0.4: names and labels in their order.
    public var text: String {
        let families = state.withLock { $0.families }
        var text = PrometheusText()
        for name in families.keys.sorted() {
            guard let family = families[name], !family.series.isEmpty else { continue }
            text.head(name, family.description)
            for (labels, series) in family.series.sorted(by: { $0.key.pairs.lexicographicallyPrecedes($1.key.pairs) }) {
                switch series {
                case .counter(let counter): text.line(name, labels, counter.value)
                case .gauge(let gauge): text.line(name, labels, gauge.value)
                case .histogram(let histogram): text.histogram(name, labels, histogram.bounds, histogram.reading)
                }
            }
        }
        for (description, value) in [
            (MetricCatalogue.droppedSeries, dropped.value), (MetricCatalogue.refusedLines, refusedLines.value),
        ] {
            text.head(description.name, description)
            text.line(description.name, .none, value)
        }
        return text.text
    }
}

/// Lines of the text format.
private struct PrometheusText {
    var text = ""

    mutating func head(_ name: String, _ description: MetricDescription) {
        if !description.help.isEmpty {
            let help = description.help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
            text += "# HELP \(name) \(help)\n"
        }
        text += "# TYPE \(name) \(description.kind.rawValue)\n"
    }

    mutating func line(_ name: String, _ labels: MetricLabels, _ value: Double, le bound: String? = nil) {
        text += name
        if bound != nil || !labels.pairs.isEmpty {
            var pairs = labels.pairs.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
            if let bound { pairs.append("le=\"\(bound)\"") }
            text += "{" + pairs.joined(separator: ",") + "}"
        }
        text += " " + Self.number(value) + "\n"
    }

    mutating func histogram(
        _ name: String, _ labels: MetricLabels, _ bounds: [Double], _ reading: HistogramSeries.Reading
    ) {
        var count = 0.0
        for (place, bound) in bounds.enumerated() {
            count += reading.counts[place]
            line(name + "_bucket", labels, count, le: Self.number(bound))
        }
        line(name + "_bucket", labels, reading.count, le: "+Inf")
        line(name + "_sum", labels, reading.sum)
        line(name + "_count", labels, reading.count)
    }

    private static func escaped(_ value: String) -> String {
        // By scalar: a line break and its carriage return are one character.
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
    }
}
