import Glibc

/// Overwrites bytes that may hold a secret, in a way that the compiler does not leave out.
func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
    // The caller's buffer, as long as it says.
    if let start = bytes.baseAddress { unsafe explicit_bzero(start, bytes.count) }
}
