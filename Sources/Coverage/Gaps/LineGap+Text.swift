import MarketData

extension LineGap {
    /// Why it is not there and what would help, in a sentence for people.
    ///
    /// - Parameter outlooks: the list that the gap was found with.
    public func reason(_ outlooks: [SourceOutlook]) -> String {
        let one = source.map { outlooks[$0] }
        let name = one?.source ?? ""
        switch gapClass {
        case .fillable: return "\(name) can give it"
        case .failed: return "\(name) was asked and gave up" + Self.words(one?.failure(in: range) { $0 != .refusal })
        case .notEntitled:
            return "\(name) has it and does not give it in this plan"
                + Self.words(one?.failure(in: range) { $0 == .refusal })
        case .sourceLimit: return limit(outlooks)
        case .notAsked:
            guard let one else { return "no source serves this history; a file or an adapter that has it is needed" }
            return "\(name) could give it: \(one.obstacle ?? "it has not been asked")"
        case .marketClosed: return "the market is closed"
        case .noTrades: return "there were no trades"
        case .suspect: return "the evidence speaks against an interval without trades"
        }
    }

    private func limit(_ outlooks: [SourceOutlook]) -> String {
        let farthest = outlooks.filter { $0.givesCandles && !$0.isFile && $0.reach != nil }.min { left, right in
            (left.reach?.start ?? .latest) < (right.reach?.start ?? .latest)
        }
        var text = "beyond every source; a file is needed"
        if let farthest, let reach = farthest.reach {
            text =
                range.end <= reach.start
                ? "\(farthest.source) reaches back to \(reach.start) and no other farther; a file is needed"
                : "\(farthest.source) and all others say that they cannot give it; a file is needed"
        }
        let byTrades = outlooks.first { !$0.givesCandles && $0.obstacle == nil && $0.reach?.overlaps(range) == true }
        if let byTrades { text += ", or \(byTrades.source)'s trades, of which the candles can be made" }
        return text
    }

    private static func words(_ failure: SourceOutlook.Failure?) -> String {
        guard let failure else { return "" }
        return failure.message.isEmpty ? " (\(failure.errorClass))" : " (\(failure.errorClass)): \(failure.message)"
    }
}

/// Whether a failure is about the user's plan.
private enum FailureKind { case refusal, other }

extension SourceOutlook {
    /// The failure that was told last among those that a range begins in, or else touches.
    fileprivate func failure(in range: TimeRange, where fits: (FailureKind) -> Bool) -> Failure? {
        let fitting = failures.filter { fits($0.errorClass == Failure.notEntitled ? .refusal : .other) }
        return fitting.last { $0.range.contains(range.start) } ?? fitting.last { $0.range.overlaps(range) }
    }
}
