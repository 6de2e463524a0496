import MarketData

/// What the user can do, and the command for it.
public struct NextStep: Hashable, Sendable, Encodable {
    /// What and why, as a sentence.
    public var sentence: String
    /// What to type; empty where no command helps.
    public var command: String

    /// A sentence and its command.
    public init(_ sentence: String, command: String = "") { (self.sentence, self.command) = (sentence, command) }
}

extension HistoryReport {
    /// Files that are named one by one.
    private static let namedFiles = 10

    /// What follows from the sums and gaps: first what needs only a command, then files, then what needs a decision.
    var derivedSteps: [NextStep] {
        var steps: [NextStep] = []
        for tier in tiers {
            let (fillable, failed) = (tier.completeness.missing.fillable, tier.completeness.missing.failed)
            let parts = [
                fillable > 0 ? "\(fillable.counted("candle")) that a source can give now" : nil,
                failed > 0 ? "\(failed.counted("candle")) where one gave up" : nil,
            ].compactMap(\.self)
            guard !parts.isEmpty else { continue }
            steps.append(
                NextStep(
                    "Fill the gaps of \(tier.tier.rawValue): \(parts.joined(separator: ", ")).",
                    command: "candlewick gaps fill --tier \(tier.tier.rawValue)"))
        }
        let stale = Dictionary(grouping: stale, by: \.tier)
        for tier in Tier.allCases {
            guard let assets = stale[tier] else { continue }
            steps.append(
                NextStep(
                    "Bring \(tier.rawValue) up to date: \(assets.count.counted("asset")) with nothing newer than "
                        + "\(scope.staleAfterHours.counted("hour")).",
                    command: "candlewick sync --incremental --tier \(tier.rawValue)"))
        }
        steps += fileSteps
        if total.missing.notEntitled > 0 {
            steps.append(
                NextStep(
                    "\(total.missing.notEntitled.counted("candle")) behind another plan or credential; the gaps say which. See what "
                        + "is set up.", command: "candlewick adapters"))
        }
        if total.missing.notAsked > 0 {
            steps.append(
                NextStep(
                    "\(total.missing.notAsked.counted("candle")) without a source that serves them and is ready; the gaps say "
                        + "what stands in the way.", command: "candlewick doctor"))
        }
        if total.suspect > 0 {
            steps.append(
                NextStep(
                    "\(total.suspect.counted("candle")) empty against the evidence. Look at them.",
                    command: "candlewick gaps --class suspect"))
        }
        return steps
    }

    /// The files that the told gaps need, those that fill most first.
    private var fileSteps: [NextStep] {
        var files: [String: (gaps: Int, candles: Int)] = [:]
        for gap in gaps where !gap.requiredFile.isEmpty {
            files[gap.requiredFile, default: (0, 0)].gaps += 1
            files[gap.requiredFile, default: (0, 0)].candles += gap.candles
        }
        let sorted = files.sorted {
            $0.value.candles != $1.value.candles ? $0.value.candles > $1.value.candles : $0.key < $1.key
        }
        var steps = sorted.prefix(Self.namedFiles).map { file, fills in
            NextStep(
                "Download \(file): it fills \(fills.gaps.grouped) of the listed gaps"
                    // Of trades nobody counts candles.
                    + (fills.candles > 0 ? ", \(fills.candles.counted("candle"))." : "."),
                command: "candlewick ingest \(file.quotedForShell)")
        }
        if sorted.count > Self.namedFiles {
            steps.append(
                NextStep(
                    "\((sorted.count - Self.namedFiles).counted("file")) more; candlewick gaps --export FILE names them all."
                ))
        }
        return steps
    }
}

extension String {
    /// As one word of a shell: names come from outside.
    fileprivate var quotedForShell: String {
        let isPlain = utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"):
                true
            default: false
            }
        }
        return isPlain
            ? self : "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
