import CLibCurl

extension QuestDBError {
    /// What libcurl says when there is no whole reply.
    static func broken(_ code: CURLcode, _ endpoint: QuestDBEndpoint) -> QuestDBError {
        // A constant text.
        let text = unsafe String(cString: curl_easy_strerror(code))
        let address = endpoint.address
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT:
            return QuestDBError(
                .unreachable, address, "no QuestDB answers (\(text))",
                advice: "start the server, or correct host and port")
        case CURLE_OPERATION_TIMEDOUT:
            return QuestDBError(
                .timedOut, address, "no answer in the time given",
                advice: "look whether the server is overloaded, or give a longer time-out")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR:
            return QuestDBError(
                .untrusted, address, "no trusted encrypted connection (\(text))",
                advice: "give the CA file that signed the server's certificate, or use http where the server does")
        case CURLE_SSL_CACERT_BADFILE:
            return QuestDBError(
                .badAddress, address, "the CA file '\(endpoint.caFile ?? "")' cannot be read (\(text))",
                advice: "give a PEM file of certificates")
        default:
            return QuestDBError(
                .interrupted, address, "the connection broke before the reply was whole (\(text))",
                advice: "ask again; if it goes on, look into the server's log")
        }
    }

    /// What a status that is not success says, with the message of the error JSON where there is one.
    static func refused(_ reply: HTTPReply, _ endpoint: QuestDBEndpoint) -> QuestDBError {
        let said = ServerMessage(reply.errorBody)
        let (code, advice): (Code, String) =
            switch reply.status {
            case 401: (.unauthorized, "give the user and password, or the token, that the server knows")
            case 403: (.forbidden, "give this user the right, or use another user")
            case 404, 405: (.notFound, "check that a QuestDB's HTTP port is given, and its version")
            case 413: (.tooLarge, "send fewer rows in a request")
            case 400 where said.position != nil: (.badQuery, "correct the SQL")
            case 400: (.rejected, "correct the row, or the table's columns")
            default: (.serverFailure, "look into the server's log")
            }
        let text = said.text.isEmpty ? "the server answered \(reply.status)" : "\(said.text) (status \(reply.status))"
        return QuestDBError(
            code, endpoint.address, text, advice: advice, status: reply.status, position: said.position,
            line: said.line)
    }
}
