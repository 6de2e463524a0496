/// Names that an adapter has no use for. A worker process ends at such a call whatever the library imports; these say
/// beforehand which ones there are.
struct ForbiddenImports {
    let name: String
    private let symbols: Set<String>
    /// Beginnings of the names that C++ and Swift make.
    private let prefixes: [String]

    private init(_ name: String, _ symbols: String, prefixes: [String] = []) {
        self.name = name
        self.symbols = Set(symbols.split(whereSeparator: \.isWhitespace).map(String.init))
        self.prefixes = prefixes
    }

    func contains(_ symbol: String) -> Bool { symbols.contains(symbol) || prefixes.contains { symbol.hasPrefix($0) } }

    static let why =
        "an adapter does no I/O: it says what it wants by next_request and the host fetches it (a worker process is ended "
        + "when it tries)"

    static let network = ForbiddenImports(
        "network",
        """
        socket socketpair connect bind listen accept accept4 send sendto sendmsg sendmmsg recv recvfrom recvmsg recvmmsg
        __recv_chk __recvfrom_chk getaddrinfo getnameinfo gethostbyname gethostbyname_r gethostbyname2 gethostbyaddr
        res_query res_search res_send __res_query __res_search
        """)

    static let files = ForbiddenImports(
        "files",
        """
        open open64 openat openat64 openat2 __open_2 __open64_2 __openat_2 __openat64_2 open_by_handle_at creat creat64
        fopen fopen64 freopen freopen64 tmpfile tmpfile64 mkstemp mkstemp64 mkostemp mkdtemp shm_open
        unlink unlinkat remove rename renameat renameat2 link linkat symlink symlinkat mkdir mkdirat rmdir
        opendir fdopendir scandir scandir64 ftw nftw ftw64 nftw64 glob glob64 truncate truncate64
        chmod fchmodat chown lchown fchownat chdir fchdir chroot mount umount umount2 mknod mkfifo
        """,
        prefixes: [
            "_ZNSt13basic_filebuf", "_ZNSt14basic_ifstream", "_ZNSt14basic_ofstream", "_ZNSt13basic_fstream",
            "_ZNSt10filesystem", "$s10Foundation11FileManager", "$s10Foundation10FileHandle",
        ])

    static let processes = ForbiddenImports(
        "processes",
        """
        fork vfork _Fork clone execve execv execvp execvpe execl execle execlp fexecve execveat posix_spawn posix_spawnp
        system popen ptrace process_vm_readv process_vm_writev dlopen dlmopen kill killpg tgkill sigqueue
        pidfd_open pidfd_getfd pidfd_send_signal prctl unshare setns setuid setgid syscall
        """, prefixes: ["$s10Foundation7ProcessC"])

    /// File names up to the version.
    static let libraries = [
        "libcurl", "libcurl-gnutls", "libssl", "libgnutls", "libssh", "libssh2", "libnghttp2", "libcares", "libpq",
        "libmysqlclient", "libmariadb", "libsqlite3", "libzmq", "librdkafka", "libuv", "libFoundationNetworking",
    ]

    /// Rust's standard library is linked into each library, with what it needs to print a backtrace and to fill a hash
    /// table's seed.
    static let ofRust: Set<String> = ["open64", "syscall"]
}
