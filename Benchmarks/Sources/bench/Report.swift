import Foundation

/// Prints figures as they come and keeps them for the JSON.
struct Report {
    private struct Document: Encodable {
        var machine: Machine
        var figures: [Entry]
        var skipped: [Skip]
    }

    private struct Skip: Encodable {
        var name: String
        var reason: String
    }

    private struct Entry: Encodable {
        var ours: Rounds
        var median: Double
        var peers: [Peer]
        var targets: [Verdict]
        var notes: [String]
        var load: [Double]
    }

    private struct Peer: Encodable {
        var rounds: Rounds
        var median: Double
        var ratio: Double
    }

    private struct Verdict: Encodable {
        var target: String
        var isMet: Bool
    }

    let machine = Machine()
    private var entries: [Entry] = []
    private var skips: [Skip] = []

    /// Says that something was not measured, and why.
    mutating func skip(_ name: String, _ reason: String) {
        print("\(name): skipped: \(reason)")
        skips.append(Skip(name: name, reason: reason))
    }

    /// Prints a figure: median, least and most, the ratio of ours to each peer, targets.
    mutating func add(_ figure: Figure) {
        if entries.isEmpty {
            print("\n" + row("", "median", "least", "most", "unit", "ours is"))
        }
        print(line(figure.ours, indent: "", ratio: ""))
        let peers = figure.peers.map { Peer(rounds: $0, median: $0.median, ratio: figure.ratio(to: $0)) }
        for peer in peers { print(line(peer.rounds, indent: "  ", ratio: "\(short(peer.ratio)) of it")) }
        let verdicts = figure.targets.map { target in
            Verdict(target: text(target, figure), isMet: figure.isMet(target))
        }
        for verdict in verdicts { print("  target \(verdict.target): \(verdict.isMet ? "met" : "NOT MET")") }
        for note in figure.notes { print("  \(note)") }
        print("  \(figure.ours.values.count) rounds, load \(figure.load.map(short).joined(separator: " to "))")
        entries.append(
            Entry(
                ours: figure.ours, median: figure.ours.median, peers: peers, targets: verdicts, notes: figure.notes,
                load: figure.load))
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(Document(machine: machine, figures: entries, skipped: skips)).write(to: URL(filePath: path))
    }

    private func line(_ rounds: Rounds, indent: String, ratio: String) -> String {
        row(
            indent + rounds.name, short(rounds.median), short(rounds.values.min() ?? .nan),
            short(rounds.values.max() ?? .nan), rounds.unit, ratio)
    }

    private func row(_ name: String, _ cells: String...) -> String {
        let widths = [9, 9, 9, 10, 12]
        let padded = zip(cells, widths).enumerated().map { index, cell in
            let space = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
            return index < 3 ? space + cell.0 : " " + cell.0 + space
        }
        var line = name + String(repeating: " ", count: max(1, 48 - name.count)) + padded.joined()
        while line.last == " " { line.removeLast() }
        return line
    }

    private func text(_ target: Target, _ figure: Figure) -> String {
        switch target {
        case .atLeast(let limit): "at least \(short(limit)) \(figure.ours.unit)"
        case .atMost(let limit): "at most \(short(limit)) \(figure.ours.unit)"
        case .share(let limit):
            "at least \(short(limit)) of \(figure.peers.first.map { "the \($0.name)" } ?? "a peer, of which there is none")"
        case .seen(let what, _): what
        }
    }
}

/// Three figures, as far as the number has them before the point.
func short(_ value: Double) -> String {
    String(format: value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value)
}

/// With commas at thousands.
func grouped(_ value: Int) -> String {
    value.formatted(.number.locale(Locale(identifier: "en_US")).grouping(.automatic))
}
