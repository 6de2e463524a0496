import Glibc

/// What only the system's own calls make. The texts are read during the calls.
extension TestFolder {
    /// Sets the mode of something in it.
    func setMode(_ name: String, _ mode: mode_t) { precondition(unsafe chmod(self(name), mode) == 0) }

    /// Makes a link to something in it.
    func makeLink(_ name: String, to target: String) { precondition(unsafe symlink(self(target), self(name)) == 0) }

    /// Makes a named pipe.
    func makePipe(_ name: String) { precondition(unsafe mkfifo(self(name), 0o600) == 0) }

    /// Opens a file and locks it; an opening of its own locks like another process. The caller closes it.
    func lock(_ name: String) -> Int32 {
        let descriptor = unsafe open(self(name), O_RDWR | O_CLOEXEC)
        precondition(flock(descriptor, LOCK_EX) == 0)
        return descriptor
    }
}

/// Sets a variable of this process's environment, of a name that nothing else reads.
func setVariable(_ name: String, _ value: String) { precondition(unsafe setenv(name, value, 1) == 0) }
