import Spool
import Storage

/// What people are told of rows that wait on disk for a server.
enum SpoolNotes {
    /// Says what happens, while it happens.
    static func say(_ event: SpoolEvent, of location: StoreLocation) {
        switch event {
        case .away(let error): note(location, "is away (\(error.message)); rows wait on disk until it is back")
        case .back: note(location, "is there again")
        case .drained(let drain): note(location, "has the \(counted(drain.rows, "row")) that waited on disk")
        case .refused(let rows, let error):
            note(
                location,
                "refused \(counted(rows, "row")) that waited on disk: \(error.message); they are set aside there")
        case .full(let error): note(location, "\(error.message); \(error.advice)")
        }
    }

    private static func note(_ location: StoreLocation, _ what: String) {
        Terminal.note("candlewick: \(location) \(what)")
    }

    /// How much waits for a store, nil when nothing does.
    static func sentence(_ status: SpoolStatus) -> String? {
        guard status.rows > 0 else { return nil }
        let since = status.oldest.map { " since \(shortTime($0))" } ?? ""
        return
            "\(counted(status.rows, "row")) wait on disk\(since), \(byteSize(status.bytes)) of \(byteSize(status.limit))"
    }

    /// What `doctor` says of a store's spool; nothing where there is none.
    static func findings(_ location: StoreLocation, _ folder: String) -> [Finding] {
        do throws(StorageError) {
            guard let status = try SpoolStatus.of("\(location)", below: folder) else { return [] }
            if let damage = status.damage {
                return [Finding(subject: "spool", verdict: .failed, message: "\(damage)")]
            }
            var findings: [Finding] = []
            if let sentence = sentence(status) {
                let isFilling = status.bytes > status.limit / 2
                let advice = "; candlewick spool drain gives them to \(location) when it is there"
                let urgent = isFilling ? "; more than half of the room is taken" : ""
                findings.append(Finding(subject: "spool", verdict: .warning, message: sentence + urgent + advice))
            } else {
                findings.append(Finding(subject: "spool", verdict: .ok, message: "nothing waits for \(location)"))
            }
            if status.refused > 0 {
                let what = "\(counted(status.refused, "batch")) that \(location) refused"
                findings.append(
                    Finding(
                        subject: "spool", verdict: .warning,
                        message: "\(what) in \(status.path); look why and delete them"))
            }
            return findings
        } catch {
            return [Finding(subject: "spool", verdict: .failed, message: "\(error)")]
        }
    }
}
