/// How the bytes of a history came.
public enum Provenance: String, Hashable, Sendable, CaseIterable, Encodable {
    /// All of it from files.
    case file = "CSV"
    /// All of it from sources that were asked.
    case api = "API"
    /// From files and from sources that were asked.
    case mixed = "MIXED"
    /// Made by the hub from other rows.
    case derived = "DERIVED"
    /// Nothing has come.
    case none = "NONE"
}
