import AdapterHost
import CAdapterABI
import Dispatch
import Foundation
import Synchronization

extension ConformanceCheck {
    /// The table of functions, `candlewick_adapter_entry`.
    static let table: [ConformanceCheck] = [
        HostFindings.check("table-magic", "The table begins with the ABI's magic number", loading: true),
        HostFindings.check("table-size", "The table says its own size, at least that of version 1.0", loading: true),
        HostFindings.check(
            "table-functions", "No function of the table is null that the host calls; identify only without files",
            loading: true),
        HostFindings.check(
            "table-descriptor", "The descriptor can be read: no null text, no unknown bit, lists that are there",
            loading: true),
        ConformanceCheck(
            "table-describe", "describe gives the same descriptor each time, also to two threads at once"
        ) { subject in
            let table = try RawTable(of: try subject.adapter())
            let first = table.described()
            for _ in 0..<100 { try first.expectSame(table.described(), "called again") }
            let others = Mutex<[Described]>([])
            let group = DispatchGroup()
            for _ in 0..<2 {
                group.enter()
                // Threads of their own: what is the same only in one thread is then seen.
                Thread {
                    let found = (0..<100).map { _ in table.described() }
                    others.withLock { $0 += found }
                    group.leave()
                }.start()
            }
            group.wait()
            for other in others.withLock({ $0 }) { try first.expectSame(other, "called by two threads at once") }
            return nil
        },
    ]

    /// The version of the ABI.
    static let abi: [ConformanceCheck] = [
        HostFindings.check(
            "abi-major",
            "Manifest and library are for this host's version of the ABI; a library of another major version is refused "
                + "before any call",
            loading: true
        ) { subject in
            let adapter = try subject.adapter()
            try RawTable(of: adapter).expectRefusal(of: UInt16(CW_ABI_MAJOR + 1), library: adapter.libraryPath)
            return nil
        }
    ]
}

/// What `describe` gave.
struct Described {
    var address: UInt
    var fields: [String: String]

    func expectSame(_ other: Described, _ when: String) throws {
        guard address == other.address else {
            throw CaseProblem(
                "\(when) it gives another address; expected the one descriptor, which the host keeps a pointer to")
        }
        for (field, text) in fields.sorted(by: { $0.key < $1.key }) where other.fields[field] != text {
            throw CaseProblem(
                "\(when) its \(field) is \"\(other.fields[field] ?? "")\" and was \"\(text)\"; expected a constant")
        }
    }
}
