import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What is sent to log in: a form's `token=…&next=…`, or `{"token": "…"}`.
struct LoginFields {
    let token: String
    /// Where to go then.
    let next: String?

    private struct Body: Decodable {
        var token: String
        var next: String?
    }

    init(_ bytes: ByteBuffer, isForm: Bool) throws {
        if isForm {
            let fields = try? URLEncodedFormDecoder().decode(Body.self, from: String(buffer: bytes))
            // What went wrong in it cannot be told apart from a form that nobody of ours has made.
            guard let fields else { throw Problem.parameter("token", "is missing in the form") }
            (token, next) = (fields.token.trimmingCharacters(in: .whitespacesAndNewlines), fields.next)
        } else {
            // Likewise.
            guard let fields = try? JSONDecoder().decode(Body.self, from: Data(bytes.readableBytesView)) else {
                throw Problem.parameter("token", "send {\"token\": \"cw_…\"}")
            }
            (token, next) = (fields.token, fields.next)
        }
    }
}
