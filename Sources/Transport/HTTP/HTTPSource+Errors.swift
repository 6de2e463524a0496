import Synchronization

/// What the user reads. Whatever a server or libcurl said passes the redactor.
extension HTTPSource {
    func invalid(_ request: SourceRequest, _ problem: SourceAddress.Problem) -> FetchError {
        let shown = String(request.address.unicodeScalars.prefix(200).map { $0.value < 0x20 ? "?" : Character($0) })
        return FetchError(
            .invalidRequest, source: settings.source,
            redactor.scrub(
                "the request for '\(shown)' is not sent: \(problem.message); "
                    + "check the base address (base_url), or tell the adapter's author"))
    }

    func circuitOpen(_ until: BootTime) -> FetchError {
        let rest = until - clock.sinceBoot
        return FetchError(
            .circuitOpen, source: settings.source,
            "the source failed \(settings.breaker.failuresToOpen) times one after the other and is left alone; "
                + "wait until \(moment(in: rest)), nothing was asked", isTransient: true, retryAfter: rest)
    }

    func failed(_ request: CheckedRequest, _ failure: HTTPFailure) -> FetchError {
        let host = request.address.authority
        let said = failure.text.isEmpty ? "" : " (\(failure.text))"
        let (code, message, isTransient): (FetchError.Code, String, Bool) =
            switch failure.kind {
            case .unknownHost:
                (.network, "no host \(host) is known\(said); check the network and the base address (base_url)", true)
            case .broken:
                (
                    .network,
                    "the connection to \(host) failed or broke\(said); check the network and the base address (base_url)",
                    true
                )
            case .timedOut:
                (.timeout, "\(host) took too long\(said); try again later, or raise the setting timeout", true)
            case .untrusted:
                (
                    .network,
                    "the certificate of \(host) is not trusted\(said); "
                        + "check the base address (base_url), or give the file of the authority that signed it", false
                )
            case .badCAFile:
                (.network, "the file of trusted authorities cannot be read\(said); give a PEM file", false)
            case .tooLarge:
                (
                    .tooLarge,
                    "the reply of \(host) is larger than the \(settings.largestReply) bytes allowed\(said); "
                        + "ask for less at once", false
                )
            case .wrongContentType(let type):
                (
                    .wrongContentType,
                    "\(host) sent \(type.isEmpty ? "something without a type" : "'\(type)'") where "
                        + "'\(request.contentType)' was expected, perhaps the page of a proxy or of an outage; "
                        + "check the base address (base_url) and whether this machine may ask the source", false
                )
            case .cancelled: (.cancelled, "the request was stopped", false)
            }
        return FetchError(code, source: settings.source, redactor.scrub(message), isTransient: isTransient)
    }

    func redirect(_ request: CheckedRequest, _ what: String) -> FetchError {
        FetchError(
            .redirect, source: settings.source,
            redactor.scrub(
                "\(request.address.authority) sends the request on \(what); "
                    + "check the base address (base_url) and whether this machine may ask the source"))
    }

    func limited(_ request: CheckedRequest, _ retryAfter: Duration?) -> FetchError {
        let advice = retryAfter.map { "wait until \(moment(in: $0))" } ?? "wait a while"
        return FetchError(
            .rateLimited, source: settings.source,
            "\(request.address.authority) says that it is asked too often (status 429); \(advice), or lower the rate setting",
            isTransient: true, retryAfter: retryAfter)
    }

    func unavailable(_ request: CheckedRequest, _ status: Int, _ retryAfter: Duration?) -> FetchError {
        let advice = retryAfter.map { "wait until \(moment(in: $0))" } ?? "try again later"
        return FetchError(
            .unavailable, source: settings.source,
            "\(request.address.authority) cannot answer now (status \(status)); \(advice)", isTransient: true,
            retryAfter: retryAfter)
    }

    /// An error with the number of tries that led to it.
    func tried(_ error: FetchError, _ attempts: Int) -> FetchError {
        guard attempts > 1 else { return error }
        var error = error
        error.message += "; \(attempts) tries were made"
        return error
    }
}

extension FetchError {
    static func cancelled(_ source: String) -> FetchError {
        FetchError(.cancelled, source: source, "the request was stopped; run the job again to go on")
    }
}
