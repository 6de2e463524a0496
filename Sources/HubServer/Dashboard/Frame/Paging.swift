import Reporting

/// A part of a long table, and the ways to the next and the last.
struct Paging {
    /// The rows of this part.
    let rows: Range<Int>
    private let (count, size, number): (Int, Int, Int)

    init(_ count: Int, by size: Int, _ request: PageRequest) throws(Problem) {
        let last = max(1, (count + size - 1) / size)
        number = min(last, try request.number("page", in: 1...1_000_000, otherwise: 1))
        (self.count, self.size) = (count, size)
        rows = (number - 1) * size..<min(count, number * size)
    }

    /// Values for the partial `paging`; nil where there is one part only.
    func fields(_ link: Link, keeping request: PageRequest, _ names: [String]) -> Fields? {
        if count <= size { return nil }
        let link = names.reduce(link) { $0.with($1, request[$1]) }
        var fields: Fields = [
            "first": (rows.lowerBound + 1).grouped, "last": rows.upperBound.grouped, "count": count.grouped,
        ]
        if number > 1 { fields["before"] = link.with("page", "\(number - 1)").text }
        if rows.upperBound < count { fields["after"] = link.with("page", "\(number + 1)").text }
        return fields
    }
}
