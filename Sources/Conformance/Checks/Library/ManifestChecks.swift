import AdapterHost

extension ConformanceCheck {
    /// What a host reads before it runs any code.
    static let manifest: [ConformanceCheck] = [
        HostFindings.check(
            "manifest-readable", "The manifest is TOML and says everything that it must, in the right form"),
        HostFindings.check("manifest-keys", "The manifest has no key that the host does not know"),
        HostFindings.check("manifest-library", "The manifest names a library for this platform, and it is there"),
        HostFindings.check(
            "manifest-digest", "The library has the SHA-256 that the manifest gives, where it gives one"
        ) {
            subject in
            guard subject.entry.manifest?.digests.isEmpty == true else { return nil }
            throw CheckSkip("the manifest gives none; a delivery should: [sha256] linux-x86_64 = \"…\"")
        },
        HostFindings.check(
            "manifest-agrees", "The descriptor inside the library says the same as the manifest, field by field",
            loading: true),
    ]
}
