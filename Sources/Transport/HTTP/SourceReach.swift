/// Which addresses a source's requests may have: under its base address, or on its allowed hosts.
struct SourceReach: Hashable, Sendable {
    private let base: SourceAddress
    private let prefix: String
    private let allowed: Set<String>

    /// The address that all paths are put behind.
    var baseAuthority: String { base.authority }

    init(_ settings: SourceSettings) throws(SourceAddress.Problem) {
        func problem(_ message: String) -> SourceAddress.Problem {
            SourceAddress.Problem(
                message: "the base address of \(settings.source) cannot be used: \(message); "
                    + "correct the setting base_url, https://host was expected")
        }
        do { base = try SourceAddress(settings.baseURL) } catch { throw problem(error.message) }
        if settings.baseURL.contains("?") || settings.baseURL.contains("#") {
            throw problem("it has a query or a fragment")
        }
        prefix = base.text.hasSuffix("/") ? String(base.text.dropLast()) : base.text
        var allowed: Set = [base.authority]
        for host in settings.allowedHosts {
            // An address of that host says which port its scheme has.
            guard !host.contains("/"), let address = try? SourceAddress("\(base.scheme)://\(host)") else {
                throw SourceAddress.Problem(
                    message: "'\(host)' among the allowed hosts of \(settings.source) is no host name; "
                        + "correct the manifest, host or host:port was expected")
            }
            allowed.insert(address.authority)
        }
        self.allowed = allowed
    }

    /// Where a request of the adapter goes.
    func address(_ text: String) throws(SourceAddress.Problem) -> SourceAddress {
        if text.contains("#") { throw SourceAddress.Problem(message: "it has a fragment, which is never sent") }
        // A path that climbs leaves the part of a host that the base address stands for.
        let path = text.prefix { $0 != "?" }.lowercased().replacing("%2e", with: ".")
        if path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) {
            throw SourceAddress.Problem(message: "its path has a step '.' or '..'")
        }
        let address = try SourceAddress(text.hasPrefix("/") ? prefix + text : text)
        try check(address)
        return address
    }

    /// Where a redirect leads.
    func redirect(from address: SourceAddress, to location: String) throws(SourceAddress.Problem) -> SourceAddress {
        let target = try address.following(location)
        if address.scheme == "https", target.scheme != "https" {
            throw SourceAddress.Problem(message: "it leads from https to \(target.scheme)")
        }
        try check(target)
        return target
    }

    private func check(_ address: SourceAddress) throws(SourceAddress.Problem) {
        guard allowed.contains(address.authority) else {
            throw SourceAddress.Problem(
                message: "the host \(address.authority) is not one of \(allowed.sorted().joined(separator: ", "))")
        }
        if base.scheme == "https", address.scheme != "https" {
            throw SourceAddress.Problem(message: "it is not encrypted, while the base address is")
        }
    }
}
