/// The platforms that manifests name: system, dash, processor.
public enum Platform {
    /// The one that this host runs on: `linux-x86_64`.
    public static let current = system + "-" + processor

    #if os(Linux)
        private static let system = "linux"
    #elseif os(macOS)
        private static let system = "macos"
    #else
        private static let system = "other"
    #endif

    #if arch(x86_64)
        private static let processor = "x86_64"
    #elseif arch(arm64)
        private static let processor = "aarch64"
    #else
        private static let processor = "other"
    #endif
}
