import AdapterHost
import Glibc

extension ConformanceCheck {
    /// Who could exchange it.
    static let trust: [ConformanceCheck] = [
        ofFiles(
            "trust-writable", "Nobody but their owner and its group can write the manifest and the library"
        ) {
            subject in
            for path in [subject.entry.manifestPath, subject.entry.libraryPath].compactMap({ $0 }) {
                var status = Glibc.stat()
                // Filled by the call, and read only when that succeeded.
                guard unsafe stat(path, &status) == 0 else { throw AdapterProblems(subject.entry.problems) }
                guard status.st_mode & S_IWOTH == 0 else {
                    let mode = String(status.st_mode & 0o7777, radix: 8)
                    throw CaseProblem(
                        "\(path) has mode \(mode): every user of the machine can put other code into the hub; chmod o-w it"
                    )
                }
            }
            return nil
        }
    ]
}
