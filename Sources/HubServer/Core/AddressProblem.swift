import Glibc
import NIOCore

/// Why the server cannot be reached where it is to be.
struct AddressProblem: Error, CustomStringConvertible {
    let description: String

    init(_ error: IOError, _ settings: HubServerSettings) {
        let place = "\(settings.address), port \(settings.port)"
        description =
            switch error.errnoCode {
            case EADDRINUSE:
                "\(place): something else listens there; end it, or name another port with --port or [serve] port"
            case EACCES: "\(place): not allowed to this user; ports below 1024 are root's: name another with --port"
            case EADDRNOTAVAIL: "\(place): this machine has no such address; name one that it has with --address"
            default: "\(place): \(error)"
            }
    }
}
