import AdapterHost
import MarketData

extension CheckSubject {
    /// The cases of which somebody wrote down such a play, each as a conversation.
    ///
    /// - Throws: `CaseProblem` for a file that the adapter does not know by its name.
    func cases(_ isWanted: (_ expected: CasePlay) -> Bool) throws -> [AdapterCase] {
        let adapter = try adapter()
        try needCases()
        return exchanges.filter { isWanted($0.expected) }
            + (try files.filter { isWanted($0.expected) }.map { try $0.asked(of: adapter) })
    }

    private func needCases() throws {
        if exchanges.isEmpty, files.isEmpty {
            throw CheckSkip(
                "no cases are recorded: candlewick load --record makes one (docs/recordings.md), of a file see docs/conformance.md"
            )
        }
    }

    /// All cases but files that the adapter does not know by their names: of those `cases-rows` tells.
    func known() throws -> [AdapterCase] {
        let adapter = try adapter()
        try needCases()
        // What it throws is told as said above.
        return exchanges + files.compactMap { try? $0.asked(of: adapter) }
    }

    /// Cases that play to their end the same twice: what other ways of showing them are compared with. Of the others
    /// the checks of the family `cases` tell.
    func steady(_ isWanted: (AdapterCase) -> Bool = { _ in true }) throws -> [SteadyCase] {
        let adapter = try adapter()
        let wanted = try known().filter { isWanted($0) && !$0.exchanges.isEmpty }
        if wanted.isEmpty { throw CheckSkip("no recorded case is of this sort") }
        let steady = wanted.compactMap { SteadyCase($0, adapter) }
        if steady.isEmpty {
            throw CheckSkip("no recorded case plays to its end and the same twice; see the checks cases-...")
        }
        return steady
    }

    /// The steady cases over HTTP.
    func steadyOverHTTP() throws -> [SteadyCase] {
        if try !adapter().manifest.descriptor.transports.contains(.http) {
            throw CheckSkip("the adapter asks for nothing over HTTP")
        }
        return try steady { !$0.isOfAFile }
    }
}
