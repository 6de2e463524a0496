import Foundation
import Glibc

/// `candlewick serve` on a port of its own, as a process that is asked from outside.
final class ServedProcess {
    let port: Int
    /// From the start of the process until it took requests.
    let readyMilliseconds: Double
    private let process: pid_t

    init(_ place: Workplace, store: String) throws {
        let errors = place.path("serve.err")
        let output = try Program.file("/dev/null")
        let said = try Program.file(errors)
        defer {
            close(output)
            close(said)
        }
        let start = ContinuousClock.now
        process = try Program.start(
            [
                place.options.candlewick, "serve", "--port", "0", "--store", "sqlite:" + store, "--adapters",
                place.options.adapters,
            ], output: output, errors: said)
        var found: Int?
        while found == nil {
            let text = try String(contentsOfFile: errors, encoding: .utf8)
            if let line = text.split(separator: "\n").last(where: { $0.contains("serving http") }) {
                found = line.split(separator: ":").last.flatMap { Int($0.filter(\.isNumber)) }
            }
            if ContinuousClock.now - start > .seconds(30) { break }
            if found == nil { usleep(500) }
        }
        readyMilliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        guard let found else {
            kill(process, SIGKILL)
            throw Trouble("candlewick serve named no port; see \(errors)")
        }
        port = found
    }

    var address: String { "http://127.0.0.1:\(port)" }

    /// MiB in memory now.
    func residentMemory() throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8)
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? .nan
        return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576
    }

    /// Ends it in order, and waits.
    func stop() {
        kill(process, SIGTERM)
        var usage = rusage()
        _ = Program.wait(process, &usage)
    }
}
