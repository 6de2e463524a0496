import Foundation
import Glibc
import Testing

/// Units for systemd, judged by systemd's own tools.
@Suite(.serialized, .enabled(if: Programs.find("systemd-analyze") != nil, "needs the program systemd-analyze"))
struct ServiceInstallTests {
    private static let unit = "../home/.config/systemd/user/candlewick.service"

    @Test(arguments: ["--user", "--system"])
    func unit_thatIsWritten_isGoodForSystemd(place: String) throws {
        let sandbox = try Sandbox.withStore()
        try sandbox.candlewick("init")
        let shown = try sandbox.candlewick("service", "install", place, "--dry-run")
        try #require(shown.status == 0, "\(shown.error)")
        #expect(shown.error.contains("would be"))
        try sandbox.write("candlewick.service", shown.output)
        let words = place == "--user" ? ["--user"] : []
        let verified = try sandbox.run("/usr/bin/systemd-analyze", ["verify"] + words + ["./candlewick.service"])
        #expect(verified.status == 0 && (verified.output + verified.error).isEmpty, "\(verified.error)")
        guard place == "--system" else { return }
        // 0 is best, 10 is worst; systemd's own services have 2 to 9.
        let judged = try sandbox.run(
            "/usr/bin/systemd-analyze",
            ["security", "--offline=true", "--threshold=30", "--no-pager", "./candlewick.service"])
        #expect(judged.status == 0, "\(judged.output)")
    }

    @Test func install_forAUser_writesNamesWhatIsNextAndKeepsChanges() throws {
        let sandbox = try Sandbox.withStore()
        try sandbox.candlewick("init")
        let first = try sandbox.candlewick("service", "install", "--user")
        #expect(
            first.status == 0 && first.output.contains("systemctl --user enable --now candlewick.service"), "\(first)")
        let text = try sandbox.read(Self.unit)
        #expect(text.contains("WorkingDirectory=\(sandbox.path)\n"))
        #expect(text.contains("\"--config=\(sandbox.path)/candlewick.toml\""))
        #expect(
            try sandbox.candlewick("service", "install", "--user").output.contains("is there already, and the same"))
        // Other settings: what was not touched is written again.
        #expect(try sandbox.candlewick("service", "install", "--user", "--store", "sqlite:candlewick.db").status == 0)
        #expect(try sandbox.read(Self.unit).contains("\"--store=sqlite:\(sandbox.path)/candlewick.db\""))
        try sandbox.write(Self.unit, try sandbox.read(Self.unit) + "Nice=5\n")
        let refused = try sandbox.candlewick("service", "install", "--user")
        #expect(refused.status == 1 && refused.error.contains("--force writes over it"))
        #expect(try sandbox.read(Self.unit).hasSuffix("Nice=5\n"))
        #expect(try sandbox.candlewick("service", "uninstall", "--user").status == 1)
        #expect(try sandbox.candlewick("service", "uninstall", "--user", "--force", "--dry-run").status == 0)
        #expect(try sandbox.candlewick("service", "install", "--user", "--force").status == 0)
        #expect(try sandbox.read(Self.unit) == text)
        #expect(try sandbox.candlewick("service", "uninstall", "--user").status == 0)
        #expect(!sandbox.has(Self.unit))
        #expect(try sandbox.candlewick("service", "uninstall", "--user").error.contains("there is no such unit"))
    }

    @Test(arguments: ["x\\", "x "])
    func unit_ofAFolderThatNoLineCanName_isRefused(folder: String) throws {
        let run = try Sandbox.withStore().shell(
            "mkdir \"$1\" && cd \"$1\" && \"$CANDLEWICK\" service install --user --dry-run --store sqlite:/tmp/x.db",
            folder)
        #expect(run.status == 2 && run.output.isEmpty && run.error.contains("ends so"), "\(run)")
    }

    @Test func unit_withAPassword_isRefused() throws {
        let sandbox = try Sandbox()
        let run = try sandbox.candlewick("service", "install", "--user", "--store", "postgresql://me:secret@h/d")
        #expect(run.status == 2 && !run.error.contains("secret@"))
        #expect(try sandbox.candlewick("service", "install").status == 2)
        #expect(try sandbox.candlewick("service", "install", "--system", "--as", "a b", "--dry-run").status == 2)
    }

    @Test func hub_thatSystemdStarted_saysWhenItIsReadyLivesAndEnds() throws {
        let sandbox = try Sandbox.withStore()
        // A datagram socket as systemd's, read by nothing but us.
        let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(number) }
        let path = "/tmp/cw-notify-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        // A text of ours.
        defer { unsafe unlink(path) }
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        // The path is shorter than the field.
        unsafe withUnsafeMutableBytes(of: &place.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        let bound = unsafe withUnsafePointer(to: &place) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        let hub = try ServedHub(sandbox, environment: ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "100000"])
        func next() -> String {
            var bytes = [UInt8](repeating: 0, count: 4096)
            // An array with its length.
            let count = unsafe recv(number, &bytes, bytes.count, 0)
            return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        }
        var said: [String] = []
        while said.count(where: { $0 == "WATCHDOG=1" }) < 3 || !said.contains(where: { $0.hasPrefix("READY=1\n") }) {
            said.append(next())
        }
        #expect(said.contains("READY=1\nSTATUS=serving http://127.0.0.1:\(hub.port)/"))
        #expect(hub.stop() == 0)
        while said.last != "STOPPING=1" { said.append(next()) }
    }
}
