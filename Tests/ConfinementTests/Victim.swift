import CForbiddenCalls
import Confinement
import Foundation
import Glibc

/// Runs `confined-victim` once and says how it ended.
struct Victim {
    /// What it said on the page that it shares with the test.
    let board: board
    /// By a signal, or by itself.
    let reason: Process.TerminationReason
    /// The signal's number or the exit status.
    let status: Int32
    /// Whether the file, folder or program's mark that it was to make is there.
    let madeFile: Bool

    /// The call that it died of.
    var forbidden: ForbiddenCall? { ForbiddenCall(report: board.report) }
    /// Whether it gave up its rights, and whether the attempt came back to it.
    var isConfined: Bool { board.stage >= 1 }
    var cameBack: Bool { board.stage == 2 }

    /// Ended by the kernel for a forbidden call.
    var diedOfCall: Bool { reason == .uncaughtSignal && status == SIGSYS }

    /// What it gives up before the attempt.
    enum Rights: String {
        /// Nothing.
        case free
        /// Everything at once.
        case confined
        /// What it can before a library is loaded.
        case loading
        /// That, and then the rest.
        case loaded
    }

    init(
        _ attempt: String, _ rights: Rights = .confined, user: UInt32? = nil, address: UInt = 0,
        hasCapabilities: Bool = true
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "confinement-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            // What is left of it is the system's to clear.
            try? FileManager.default.removeItem(at: folder)
        }
        // A further user must reach both.
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
        let (page, mark) = (folder.appending(path: "board"), folder.appending(path: "mark"))
        try Data(count: 4096).write(to: page)
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: page.path)

        let process = Process()
        process.executableURL = Self.program
        process.arguments =
            [page.path, rights.rawValue, attempt, mark.path, "\(address)"]
            + (user.map { ["\($0)"] } ?? [])
        if !hasCapabilities {
            process.arguments = ["--bounding-set", "-all", Self.program.path] + (process.arguments ?? [])
            process.executableURL = Self.setpriv
        }
        process.environment = ["SECRET": "of the host"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()

        board = try Self.board(page)
        (reason, status) = (process.terminationReason, process.terminationStatus)
        madeFile = FileManager.default.fileExists(atPath: mark.path)
    }

    /// Takes a root's capabilities away, as containers do.
    static let setpriv = URL(filePath: "/usr/bin/setpriv")
    static let hasSetpriv = geteuid() == 0 && FileManager.default.isExecutableFile(atPath: setpriv.path)

    /// It lies beside the tests.
    static let program = (Bundle.main.executableURL ?? URL(filePath: "/")).deletingLastPathComponent().appending(
        path: "confined-victim")

    /// What stands on a page now.
    static func board(_ page: URL) throws -> board {
        // The page begins with the board, which is numbers only.
        unsafe try Data(contentsOf: page).withUnsafeBytes { unsafe $0.loadUnaligned(as: CForbiddenCalls.board.self) }
    }

    /// Users to try with: the tests' own and, where that is root, another one.
    static let users: [UInt32?] = geteuid() == 0 ? [nil, 1234] : [nil]
}
