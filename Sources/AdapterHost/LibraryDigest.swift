/// The checks of a library's SHA-256: the manifest's, which comes with the library, and the user's pin, which does not.
struct LibraryDigest {
    /// The library.
    let library: String
    /// What its file has.
    let actual: String

    /// Against what the maker wrote into the manifest.
    func problem(manifest path: String, expected: String?) -> AdapterProblem? {
        guard let expected, expected != actual else { return nil }
        return AdapterProblem(
            .digest, file: library,
            "its SHA-256 is \(actual); \(path) expects \(expected): take both from the same delivery")
    }

    /// Against what the user wrote into `adapters.conf`.
    func problem(
        pin: String?, isRequired: Bool, of id: String, configuration: AdapterConfiguration
    ) -> AdapterProblem? {
        if let pin {
            if pin == actual { return nil }
            return AdapterProblem(
                .pin, file: library,
                "it was changed: its SHA-256 is \(actual), and \(configuration.origin) pins \(pin). If you changed it "
                    + "yourself, put the new one into [adapter.\(id)]: sha256 = \"\(actual)\"; if not, do not run it")
        }
        guard isRequired else { return nil }
        return AdapterProblem(
            .pin, file: library,
            "it has no pin, and \(configuration.origin) requires one (require_pins); when you trust the file as it is, "
                + "put this into [adapter.\(id)]: sha256 = \"\(actual)\"")
    }
}
