/// What a user says about plans.
public struct PlanningOptions: Hashable, Sendable {
    /// Whether candles that no source gives may be made from the trades of one that reaches them.
    public var allowsTrades: Bool
    /// The source that is asked first, whatever its priority; nil for none.
    public var preferredSource: String?
    /// Whether what one source has asserted is asked of others, too, so that they can be compared.
    ///
    /// Then every slot that some source could be asked for and has not asserted itself is planned, once: with each run of
    /// the plan one more source has it. Without a preferred source it is asked of the best that does not have it.
    public var overlaps: Bool

    /// Options with all their parts.
    public init(allowsTrades: Bool = false, preferredSource: String? = nil, overlaps: Bool = false) {
        (self.allowsTrades, self.preferredSource, self.overlaps) = (allowsTrades, preferredSource, overlaps)
    }
}
