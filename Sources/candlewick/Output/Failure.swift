import ArgumentParser

/// Something the user has to know and can do something about; printed as it is.
struct Failure: Error, CustomStringConvertible {
    var description: String
    var status: ExitStatus

    init(_ description: String, status: ExitStatus = .failed) {
        self.description = description
        self.status = status
    }
}

/// What the process says to its caller.
enum ExitStatus: Int32 {
    case done = 0
    case failed = 1
    case wrongUse = 2
    case doneInPart = 3
}
