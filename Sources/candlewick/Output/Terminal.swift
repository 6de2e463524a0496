import Glibc

/// What the standard streams are connected to, and colours where a person looks.
enum Terminal {
    /// Standard output is a terminal that shows colours (NO_COLOR is respected).
    static let outputShowsColours =
        isatty(STDOUT_FILENO) == 1 && environment("NO_COLOR") == nil && environment("TERM") != "dumb"
    /// What is printed is seen at once.
    static let outputIsTerminal = isatty(STDOUT_FILENO) == 1
    /// A person can answer.
    static let inputIsTerminal = isatty(STDIN_FILENO) == 1
    /// Progress can be drawn over itself.
    static let errorIsTerminal = isatty(STDERR_FILENO) == 1

    static func bold(_ text: String) -> String { styled(text, "1") }
    static func red(_ text: String) -> String { styled(text, "31") }
    static func green(_ text: String) -> String { styled(text, "32") }
    static func yellow(_ text: String) -> String { styled(text, "33") }
    static func dim(_ text: String) -> String { styled(text, "2") }

    private static func styled(_ text: String, _ code: String) -> String {
        outputShowsColours ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
    }

    /// Columns of the terminal; where there is none what COLUMNS says, or 80.
    static var width: Int {
        let named = environment("COLUMNS").flatMap { Int($0) }.flatMap { (20...1000).contains($0) ? $0 : nil } ?? 80
        var size = winsize()
        // The kernel fills the struct that we own.
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return named }
        return Int(size.ws_col)
    }

    /// Writes lines to standard error, behind what was printed before them.
    static func note(_ text: String) {
        flush()
        write(printable(text, keepsLineFeeds: true) + "\n", to: STDERR_FILENO)
    }

    /// Writes out what `print` holds back while standard output is no terminal, so that both streams in one
    /// file stay in order.
    static func flush() {
        // nil means all streams; what cannot be written now fails again in `endOutput`.
        fflush(nil)
    }

    /// Writes out what is left and throws when it does not arrive, on a full disk for one. A reader that went away
    /// (`| head`) wanted no more.
    static func endOutput() throws {
        if fflush(nil) == 0 || errno == EPIPE { return }
        // strerror's text is copied before anything else can run on this thread.
        throw Failure("standard output cannot be written: \(unsafe String(cString: strerror(errno)))")
    }

    /// Writes text as it is to a standard stream.
    static func write(_ text: String, to descriptor: Int32) {
        var text = text
        // The UTF-8 bytes are ours for the closure; a stream that is closed swallows what is said to it.
        text.withUTF8 { bytes in
            var written = 0
            while written < bytes.count {
                let count = unsafe Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return }
                written += count
            }
        }
    }

    private static func environment(_ name: String) -> String? {
        // Copied at once; nothing in this program changes the environment.
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}
