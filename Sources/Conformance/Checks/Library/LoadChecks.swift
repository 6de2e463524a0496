import AdapterHost
import Foundation

extension ConformanceCheck {
    /// How the system's loader takes it.
    static let load: [ConformanceCheck] = [
        HostFindings.check(
            "load-now", "The system's loader takes the library with everything resolved at once (RTLD_NOW)",
            loading: true
        ),
        ofFiles("load-stack", "The library needs no executable stack") { subject in
            guard try subject.library().stackIsExecutable else { return nil }
            throw CaseProblem(
                "PT_GNU_STACK is executable or missing: every thread of the host would get an executable stack. Usual causes: "
                    + "assembler without .section .note.GNU-stack, nested functions of GNU C; link with -z noexecstack")
        },
        ofFiles("load-relocations", "The loader need not write into the library's code (no DT_TEXTREL)") {
            subject in
            guard try subject.library().hasTextRelocations else { return nil }
            throw CaseProblem(
                "it has relocations in its code: the loader makes code writable, which hardened systems and a worker without "
                    + "rights refuse; compile everything in it with -fPIC")
        },
    ]

    /// What others see of it.
    static let symbols: [ConformanceCheck] = [
        ofFiles("symbols-one", "Exactly one symbol is visible: candlewick_adapter_entry") { subject in
            let visible = try subject.library().symbols.filter { $0.isDefined && $0.isVisible }.map(\.name)
            let others = visible.filter { $0 != "candlewick_adapter_entry" }.sorted()
            guard visible.contains("candlewick_adapter_entry") else {
                throw CaseProblem("candlewick_adapter_entry is not visible; expected it, with default visibility")
            }
            guard others.isEmpty else {
                throw CaseProblem(
                    "\(others.count) more are visible, and could meet those of the host or of another adapter: "
                        + "\(others.prefix(10).joined(separator: ", ")); link with a version script "
                        + "{ global: candlewick_adapter_entry; local: *; } (lld or GNU ld), or compile with "
                        + "-fvisibility=hidden")
            }
            return nil
        }
    ]
}

extension CheckSubject {
    /// What the library's file says. Reads it.
    ///
    /// - Throws: `AdapterProblems` where there is none or the loader takes it no more than this does.
    func library() throws -> ELFLibrary {
        guard let path = entry.libraryPath else { throw AdapterProblems(entry.problems) }
        do {
            return try ELFLibrary(Array(Data(contentsOf: URL(filePath: path))))
        } catch {
            // Then it is for `load-now` to say so.
            _ = try adapter()
            throw error
        }
    }
}
