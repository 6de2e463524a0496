/// Version of the line protocol: how doubles travel.
public enum ILPVersion: Int, Hashable, Sendable, CaseIterable {
    /// Version 1: all is text; every QuestDB takes it.
    case text = 1
    /// Version 2: doubles are binary; QuestDB 9.0 and later.
    case binary = 2
}
