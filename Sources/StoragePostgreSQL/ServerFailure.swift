/// What the server or libpq said went wrong; becomes a `StorageError` at the edge of this room.
struct ServerFailure: Error {
    /// PostgreSQL's SQLSTATE, five characters; empty when libpq itself gave up.
    var state: String
    /// The primary message, without secrets.
    var message: String
    /// Whether the connection is gone and another one may help.
    var isConnectionLost: Bool

    init(state: String = "", _ message: String, isConnectionLost: Bool = false) {
        self.state = state
        self.message = message
        self.isConnectionLost = isConnectionLost
    }

    /// The server said that it has no room, or not yet, for another session: `too_many_connections`,
    /// `cannot_connect_now`.
    var isPassingRefusal: Bool { state == "53300" || state == "57P03" }

    /// Two transactions got into each other's way; the same again will do: `deadlock_detected`,
    /// `serialization_failure`.
    var isCollision: Bool { state == "40P01" || state == "40001" }

    /// Somebody stored a row of the same key meanwhile: `unique_violation`.
    var isKeyTaken: Bool { state == "23505" }
}
