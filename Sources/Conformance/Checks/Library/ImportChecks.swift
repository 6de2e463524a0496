extension ConformanceCheck {
    /// What it wants of others.
    static let imports: [ConformanceCheck] = [
        forbidding(.network, "The library imports nothing that opens or uses a socket"),
        forbidding(.files, "The library imports nothing that opens, makes or changes files"),
        forbidding(.processes, "The library imports nothing that starts, loads or looks into programs"),
        ofFiles("imports-libraries", "The library needs no library that does network or database I/O") {
            subject in
            let bad = try subject.library().needed.filter { name in
                ForbiddenImports.libraries.contains { name.hasPrefix($0 + ".") || name.hasPrefix($0 + "-") }
            }
            guard bad.isEmpty else {
                throw CaseProblem("it needs \(bad.joined(separator: ", ")); \(ForbiddenImports.why)")
            }
            return nil
        },
    ]

    private static func forbidding(_ family: ForbiddenImports, _ sentence: String) -> ConformanceCheck {
        ofFiles("imports-\(family.name)", sentence) { subject in
            let library = try subject.library()
            let wanted = library.symbols.filter { !$0.isDefined }.map(\.name).filter(family.contains)
            let excused = wanted.filter { ForbiddenImports.ofRust.contains($0) && library.isFromRust }
            let bad = wanted.filter { !excused.contains($0) }.sorted()
            guard bad.isEmpty else {
                throw CaseProblem("it imports \(bad.joined(separator: ", ")); \(ForbiddenImports.why)")
            }
            return excused.isEmpty
                ? nil : "not counted: \(excused.sorted().joined(separator: ", ")), which Rust's runtime always imports"
        }
    }
}
