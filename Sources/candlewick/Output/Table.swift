/// Rows in aligned columns, for people. What is put in may come from anywhere: it is made printable.
struct Table {
    enum Alignment { case left, right }

    private var header: [String]
    private var alignments: [Alignment]
    private var rows: [[String]] = []

    init(_ columns: (String, Alignment)...) {
        header = columns.map(\.0)
        alignments = columns.map(\.1)
    }

    /// Columns by what is in them: numbers to the right.
    init(columns: [String], rows: [[String]]) {
        header = columns.map { printable($0) }
        self.rows = rows.map { $0.map { printable($0) } }
        alignments = columns.indices.map { column in
            let isNumeric = rows.allSatisfy { $0[column] == "-" || Double($0[column]) != nil }
            return isNumeric && !rows.isEmpty ? .right : .left
        }
    }

    /// Columns whose number is not known beforehand.
    init(header: [(String, Alignment)], rows: [[String]]) {
        self.header = header.map { printable($0.0) }
        self.rows = rows.map { $0.map { printable($0) } }
        alignments = header.map(\.1)
    }

    mutating func add(_ cells: String...) { rows.append(cells.map { printable($0) }) }

    var isEmpty: Bool { rows.isEmpty }

    /// The lines, without trailing blanks.
    func lines() -> [String] {
        let widths = header.indices.map { column in
            ([header] + rows).map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells.indices, cells).map { column, cell in
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                return alignments[column] == .left ? cell + blanks : blanks + cell
            }
            var text = padded.joined(separator: "  ")
            while text.last == " " { text.removeLast() }
            return text
        }
        return [line(header)] + rows.map(line)
    }

    func print() {
        let lines = lines()
        Swift.print(Terminal.bold(lines[0]))
        for line in lines.dropFirst() { Swift.print(line) }
    }
}

/// `1234567` as `1,234,567`.
func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number.magnitude).reversed().enumerated() {
        if index > 0, index % 3 == 0 { text.append(",") }
        text.append(digit)
    }
    return (number < 0 ? "-" : "") + String(text.reversed())
}

/// `1 file`, `2 files`, `2 series`.
func counted(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(noun)\(number == 1 || noun.hasSuffix("s") ? "" : "s")"
}

/// `4.2 MB`.
func byteSize(_ bytes: Int64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var value = Double(bytes)
    var unit = 0
    while value >= 1000, unit < units.count - 1 {
        value /= 1000
        unit += 1
    }
    if unit == 0 { return "\(bytes) B" }
    return "\((value * 10).rounded() / 10) \(units[unit])"
}
