import CForbiddenCalls
import Confinement
import Glibc

/// Gives up its rights, or keeps them, and does what it is told; says on a page of a file, which is shared memory, how that
/// went: `confined-victim BOARD confined|loading|loaded|free ATTEMPT PATH ADDRESS [USER]`. `loading` is as a library's first
/// code finds it, `loaded` the same and then all the rest.
@main struct ConfinedVictim {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count >= 6, let address = UInt64(arguments[5]) else {
            fatalError("use: confined-victim BOARD confined|loading|loaded|free ATTEMPT PATH ADDRESS [USER]")
        }
        let board = unsafe sharedBoard(arguments[1])
        if arguments.count > 6, let user = UInt32(arguments[6]) {
            require(setgroups(0, nil) == 0 && setgid(user) == 0 && setuid(user) == 0, "become user \(user)")
        }
        let (socket, peer) = pair()
        let memory = make_memory()
        require(memory >= 0, "make shared memory")
        // Read by the attempt until the process ends.
        let (name, path) = unsafe (strdup(arguments[3]), strdup(arguments[4]))
        let parent = getppid()
        if arguments[2] != "free" {
            unsafe confine(board, arguments[2], socket: socket, descriptors: [memory, peer])
        }
        unsafe board.pointee.stage = 1

        var target = unsafe attempt_target(
            parent: parent, address: address, path: path, memory: memory, socket: socket, peer: peer, board: board)
        let work = SwiftWork(rawValue: arguments[3])
        errno = 0
        let result = unsafe work.map { Int64($0.run()) } ?? attempt(name, &target)
        let number = errno
        unsafe board.pointee.result = result
        unsafe board.pointee.error = Int64(number)
        unsafe board.pointee.stage = 2
        exit(0)
    }

    private static func confine(
        _ board: UnsafeMutablePointer<board>, _ how: String, socket: Int32, descriptors: [Int32]
    ) {
        let clock = ContinuousClock()
        let start = clock.now
        do throws(ConfinementFailure) {
            var rights = Rights(memory: 64 << 20, socket: socket, descriptors: descriptors, parent: getppid())
            // The report is the first field of the board.
            unsafe rights.report = UnsafeMutableRawPointer(board).assumingMemoryBound(to: UInt64.self)
            var held = Confinement(measures: [], landlockVersion: 0)
            if how != "confined" { held = try Confinement.prepare(toLoad: "/nowhere/library.so", allBut: rights) }
            if how != "loading" { held = try Confinement.giveUp(allBut: rights) }
            unsafe board.pointee.nanoseconds = Int64((clock.now - start) / .nanoseconds(1))
            unsafe board.pointee.holds = UInt64(held.measures.rawValue)
            unsafe board.pointee.landlock = Int64(held.landlockVersion)
        } catch {
            fatalError(error.description)
        }
    }

    private static func sharedBoard(_ path: String) -> UnsafeMutablePointer<board> {
        let file = unsafe open(path, O_RDWR)
        require(file >= 0, "open \(path)")
        let memory = unsafe mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
        guard let memory = unsafe memory, unsafe memory != MAP_FAILED else { fatalError("cannot map \(path)") }
        // A page of zeros, aligned; it stays mapped until the process ends.
        return unsafe memory.bindMemory(to: board.self, capacity: 1)
    }

    /// Connected sockets; a byte waits in the first.
    private static func pair() -> (Int32, Int32) {
        var pair: [Int32] = [0, 0]
        // Room for two numbers.
        require(
            unsafe socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &pair) == 0, "make a pair of sockets")
        require(unsafe send(pair[1], "q", 1, 0) == 1, "send a byte")
        return (pair[0], pair[1])
    }

    private static func require(_ holds: Bool, _ step: String) {
        if !holds { fatalError("the victim cannot \(step): error \(errno)") }
    }
}
