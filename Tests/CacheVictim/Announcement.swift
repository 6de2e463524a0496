import Glibc

/// Prints a number on a line of its own, at once.
func announce(_ number: Int) {
    print(number)
    // All streams; nothing can be done where the reader went away.
    fflush(nil)
}
