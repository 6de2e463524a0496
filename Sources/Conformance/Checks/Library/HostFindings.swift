import AdapterHost

/// What the host itself finds wrong with a manifest, a library and its table, each problem with the check that reports it.
enum HostFindings {
    /// A check that fails where the host finds something of its id.
    ///
    /// - Parameter loading: whether the library has to be loaded for it.
    static func check(
        _ id: String, _ sentence: String, loading: Bool = false,
        then more: @escaping @Sendable (CheckSubject) throws -> String? = { _ in nil }
    ) -> ConformanceCheck {
        var check = ConformanceCheck(id, sentence, timeLimit: .seconds(20)) { subject in
            let problems = loading ? subject.problemsOfLoading() : subject.entry.problems
            let mine = problems.filter { subject.check(reporting: $0) == id }
            guard mine.isEmpty else { throw AdapterBroken(mine) }
            // Others kept the host from looking so far.
            if !problems.isEmpty, loading || subject.entry.manifest == nil { throw AdapterProblems(problems) }
            return try more(subject)
        }
        check.runsCode = loading
        return check
    }
}

extension ConformanceCheck {
    /// A check that reads files and runs no code of the library.
    static func ofFiles(
        _ id: String, _ sentence: String, body: @escaping @Sendable (CheckSubject) throws -> String?
    ) -> ConformanceCheck {
        var check = ConformanceCheck(id, sentence, timeLimit: .seconds(20), body: body)
        check.runsCode = false
        return check
    }
}

/// Problems that a check reports as its own. (`AdapterProblems` mean that an adapter cannot be looked at.)
struct AdapterBroken: Error, CustomStringConvertible {
    let description: String
    init(_ problems: [AdapterProblem]) { description = AdapterProblems(problems).description }
}

extension CheckSubject {
    /// All that the host finds, loading the library where nothing speaks against it.
    func problemsOfLoading() -> [AdapterProblem] {
        do throws(AdapterProblems) {
            _ = try adapter()
            return []
        } catch {
            return error.problems
        }
    }

    /// The id of the check that reports a problem; every problem has one.
    func check(reporting problem: AdapterProblem) -> String {
        switch problem.code {
        case .manifest: problem.message.hasPrefix("unknown key") ? "manifest-keys" : "manifest-readable"
        case .platform, .missingLibrary: "manifest-library"
        case .digest: "manifest-digest"
        case .abi: "abi-major"
        case .table: Self.tableCheck(problem)
        // Of a host that looks itself at who can write them.
        case AdapterProblem.Code(rawValue: "writable"): "trust-writable"
        case .descriptor: problem.file == entry.manifestPath ? "manifest-agrees" : "table-descriptor"
        default: "load-now"
        }
    }

    private static func tableCheck(_ problem: AdapterProblem) -> String {
        switch problem.key?.split(separator: ".").last {
        case "magic": "table-magic"
        case "abi_major": "abi-major"
        case "size": "table-size"
        case nil: problem.message.hasPrefix("no symbol") ? "symbols-one" : "table-magic"
        default: "table-functions"
        }
    }

    /// Why an adapter that the host refuses cannot be looked at any further.
    func reason(_ problems: AdapterProblems) -> String {
        let checks = problems.problems.map(check(reporting:)).reduce(into: [String]()) { list, id in
            if !list.contains(id) { list.append(id) }
        }
        return "the host does not load it: see \(checks.joined(separator: ", "))"
    }
}
