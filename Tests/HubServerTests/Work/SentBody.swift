@testable import HubServer

/// The hub's own, where Hummingbird's of the same name is known, too.
typealias SentBody = RequestBody
