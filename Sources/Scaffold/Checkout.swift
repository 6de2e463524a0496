import Glibc

/// Where an adapter in Swift finds candlewick's package.
public enum Checkout {
    /// The folder of candlewick's package that holds a file: the first above it that has the package's manifest and the
    /// ABI's header. Nil when there is none: an installed program is in no checkout.
    ///
    /// - Parameter path: absolute, without links.
    public static func holding(_ path: String) -> String? {
        var folder = path[...]
        while let slash = folder.lastIndex(of: "/") {
            folder = folder[..<slash]
            let isCheckout = ["Package.swift", "Sources/CAdapterABI/include/candlewick_adapter.h"]
                // The bridge ends the path with a NUL; the call only asks.
                .allSatisfy { unsafe access("\(folder)/\($0)", R_OK) == 0 }
            if isCheckout { return String(folder) }
        }
        return nil
    }
}
