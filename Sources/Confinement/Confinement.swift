import CConfinement

/// What holds in a process that gave up its rights.
public struct Confinement: Hashable, Sendable {
    /// The measures that hold.
    public var measures: Measures
    /// The version of the kernel's Landlock that holds, 0 for none.
    public var landlockVersion: Int

    /// These measures.
    public init(measures: Measures, landlockVersion: Int) {
        self.measures = measures
        self.landlockVersion = landlockVersion
    }

    /// Gives up, before a stranger's library is loaded, every right but these and what loading needs: costs about two
    /// milliseconds. A library's first code runs while it is loaded, before `giveUp` can be called, and could even keep it
    /// from being called; after this it can read shared libraries and nothing else: no other file, no network, no process.
    /// Only where no other thread runs, once, and `giveUp` with the same rights follows when the library is loaded.
    ///
    /// `Rights.memory` counts from here on; the library's data is part of it.
    ///
    /// - Parameter library: the file, by an absolute path. Libraries that it needs are found in the system's folders, beside
    ///   it, where this process has its own, and in LD_LIBRARY_PATH.
    /// - Throws: which step failed. The process may have lost some rights by then and has to end.
    public static func prepare(
        toLoad library: String, allBut rights: Rights
    ) throws(ConfinementFailure) -> Confinement {
        // The path and the rights live during the call.
        try unsafe call(rights) { unsafe cw_prepare_to_load(library, $0, $1) }
    }

    /// Gives up every right of the process but these, for ever: costs about a millisecond. Only where no other thread runs.
    /// Afterwards the process may use memory, time, locks and its socket; any other system call ends it by SIGSYS, its number
    /// in `Rights.report`. Calls to standard output and error answer EBADF.
    ///
    /// - Throws: which step failed. The process may have lost some rights by then and has to end.
    public static func giveUp(allBut rights: Rights) throws(ConfinementFailure) -> Confinement {
        // The rights live during the call.
        try unsafe call(rights) { unsafe cw_give_up($0, $1) }
    }

    private static func call(
        _ rights: Rights, _ step: (UnsafePointer<cw_rights>, UnsafeMutablePointer<cw_confinement>) -> Bool
    ) throws(ConfinementFailure) -> Confinement {
        var result = cw_confinement()
        let descriptors = [rights.socket] + rights.descriptors
        // The list is read during the call; the word of the report is the caller's promise.
        let done = unsafe descriptors.withUnsafeBufferPointer { list in
            var given = unsafe cw_rights(
                memory: Int64(rights.memory), descriptors: list.baseAddress, descriptor_count: list.count,
                socket: rights.socket, parent: rights.parent ?? 0, report: rights.report)
            return unsafe step(&given, &result)
        }
        guard done else { throw ConfinementFailure(result) }
        return Confinement(result)
    }

    /// What this kernel lets a process of this user give up, found without giving up anything: starts one short child
    /// process. Any thread.
    public static func probe() -> Confinement {
        var result = cw_confinement()
        // Filled by the call.
        unsafe cw_probe_confinement(&result)
        return Confinement(result)
    }

    /// Whether a confined process that crashed had no memory left: from the word that `Rights.report` pointed to. The
    /// process can have written anything there: good for a message, not for a decision.
    public static func ranOutOfMemory(report: UInt64) -> Bool { cw_ran_out_of_memory(report) }

    private init(_ result: cw_confinement) {
        self.init(measures: Measures(rawValue: result.holds), landlockVersion: Int(result.landlock_abi))
    }
}

extension Confinement: CustomStringConvertible {
    /// What holds, a word or two each, the strongest first.
    public var words: [String] {
        Measures.words.compactMap { measure, word in
            if !measures.contains(measure) { return nil }
            return measure == .landlock ? "\(word) \(landlockVersion)" : word
        }
    }

    /// All of that: `system calls, Landlock 7, namespaces, …`.
    public var description: String { measures.isEmpty ? "nothing" : words.joined(separator: ", ") }
}
