/// How much time one partition of a table holds. Decided when the table is made; an existing table keeps its own.
public enum PartitionUnit: String, Hashable, Sendable, CaseIterable {
    case hour = "HOUR"
    case day = "DAY"
    case week = "WEEK"
    case month = "MONTH"
    case year = "YEAR"
}
