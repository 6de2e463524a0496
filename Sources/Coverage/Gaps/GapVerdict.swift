/// The class of a stretch, and the source that decided it.
public struct GapVerdict: Hashable, Sendable, StretchKey {
    /// Why the stretch is not there.
    public let gapClass: GapClass
    /// A place in the list of sources, nil for none.
    public let source: Int?

    /// A stretch goes on while its class stays the same.
    public func goesOn(as next: GapVerdict) -> Bool { gapClass == next.gapClass }

    /// Judges a stretch that nobody has asserted and in which the market is open.
    ///
    /// - Parameters:
    ///   - standings: one for each source.
    ///   - rank: the places of the sources that give the history as it is, the first asked first.
    public init(_ standings: [SourceStanding], rank: [Int]) {
        var (refused, obstructed, limited) = (Int?.none, Int?.none, Int?.none)
        for place in rank {
            switch standings[place] {
            case .ready:
                (gapClass, source) = (.fillable, place)
                return
            case .failed:
                (gapClass, source) = (.failed, place)
                return
            case .notEntitled: refused = refused ?? place
            case .obstructed: obstructed = obstructed ?? place
            case .beyond, .limited: limited = limited ?? place
            case .absent, .asserted: break
            }
        }
        if let refused {
            (gapClass, source) = (.notEntitled, refused)
        } else if let obstructed {
            (gapClass, source) = (.notAsked, obstructed)
        } else if let limited {
            (gapClass, source) = (.sourceLimit, limited)
        } else {
            (gapClass, source) = (.notAsked, nil)
        }
    }
}

extension SourceOutlook {
    /// The places of sources, those that are asked first first: of those that give the history as it is, or of those
    /// that give it by its trades.
    public static func rank(_ outlooks: [SourceOutlook], givingCandles: Bool = true) -> [Int] {
        var rank: [Int] = []
        for place in outlooks.indices where outlooks[place].givesCandles == givingCandles {
            // Few: each goes before the first that it precedes.
            let behind = rank.firstIndex { outlooks[place].comes(before: outlooks[$0]) } ?? rank.count
            rank.insert(place, at: behind)
        }
        return rank
    }
}
