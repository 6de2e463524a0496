import Checksum
import Foundation

/// A systemd unit that runs the hub.
struct ServiceUnit {
    let place: ServicePlace
    /// The program and what it is told.
    let command: [String]
    let folder: String
    /// Who it runs as; only in a unit of the machine.
    let account: String?
    /// What it writes besides its own folders.
    let writable: [String]
    /// What it has to see.
    let needed: [String]

    private static let mark = "# Written by candlewick service install. SHA-256 of what follows: "

    /// The whole file: a first line that tells later whether somebody has changed what follows.
    func text() throws -> String {
        let body = try body()
        return Self.mark + Self.digest(body) + "\n" + body
    }

    /// Whether a file is as it was written.
    static func isUntouched(_ text: String) -> Bool {
        guard text.hasPrefix(mark), let end = text.firstIndex(of: "\n") else { return false }
        return text[..<end].dropFirst(mark.count) == digest(String(text[text.index(after: end)...]))
    }

    private static func digest(_ text: String) -> String {
        var hash = SHA256()
        let bytes = Array(text.utf8)
        // Of an array that lives until the call is over; any byte is a byte.
        unsafe hash.update(bytes.span.bytes)
        return hash.hexadecimal()
    }

    private func body() throws -> String {
        let words = try command.map { try Self.quoted($0).replacingOccurrences(of: "$", with: "$$") }
        let isSystem = place == .system
        var lines = [
            "[Unit]", "Description=Candlewick, a market-data hub",
            // A user's systemd knows nothing of the network.
            isSystem ? "After=network-online.target\nWants=network-online.target" : nil,
            "# A server that holds the store may need minutes after a start of the machine.",
            "StartLimitIntervalSec=600", "StartLimitBurst=60", "", "[Service]", "Type=notify", "NotifyAccess=main",
            "ExecStart=\(words.joined(separator: " "))", "WorkingDirectory=\(try Self.rest(folder))",
            account.map { "User=\($0)" }, "Restart=on-failure", "RestartSec=5", "WatchdogSec=60",
            "# The hub ends its jobs itself, in order; they can be resumed.", "KillMode=mixed", "TimeoutStopSec=15",
            "UMask=0077", "", Self.credentials,
        ].compactMap(\.self)
        lines += isSystem ? try systemLines() : []
        lines += Self.limits
        lines += ["", "[Install]", "WantedBy=\(isSystem ? "multi-user" : "default").target"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static let credentials = """
        # Keys of sources and stores do not belong here: everybody can read this file. Either a file of NAME=VALUE lines
        # that only root can read (chmod 600):
        #EnvironmentFile=/etc/candlewick/secrets
        # or one file a key, which candlewick.toml or adapters.conf then name as /run/credentials/candlewick.service/massive:
        #LoadCredential=massive:/etc/candlewick/massive.key

        """

    /// What needs a systemd that is root: what the hub sees of the machine, and where it writes.
    private func systemLines() throws -> [String] {
        let isHome = (needed + writable).contains { path in
            ["/home/", "/root/", "/run/user/"].contains { path.hasPrefix($0) }
        }
        let isTemporary = (needed + writable).contains { $0.hasPrefix("/tmp/") || $0.hasPrefix("/var/tmp/") }
        var lines = [
            "# Its own folders: /var/lib/candlewick, /var/cache/candlewick, /run/candlewick.",
            "StateDirectory=candlewick",
            "CacheDirectory=candlewick", "RuntimeDirectory=candlewick", "StateDirectoryMode=0700",
            "CacheDirectoryMode=0700",
            "RuntimeDirectoryMode=0700", "Environment=CANDLEWICK_STATE=/var/lib/candlewick",
            "Environment=CANDLEWICK_CACHE=/var/cache/candlewick/replies", "Environment=XDG_RUNTIME_DIR=/run/candlewick",
            "", "ProtectSystem=strict",
        ]
        if !writable.isEmpty {
            // The dash: what is not there yet does not keep the hub from starting.
            lines.append("ReadWritePaths=\(try writable.map { try Self.quoted("-" + $0) }.joined(separator: " "))")
        }
        lines += [
            isHome
                ? "# What it needs lies in a home folder.\nProtectHome=read-only" : "ProtectHome=yes",
            isTemporary ? "# What it needs lies in /tmp.\nPrivateTmp=no" : "PrivateTmp=yes", "PrivateDevices=yes",
            "ProtectKernelTunables=yes", "ProtectKernelModules=yes", "ProtectKernelLogs=yes",
            "ProtectControlGroups=yes",
            "ProtectClock=yes", "ProtectHostname=yes", "ProtectProc=invisible", "CapabilityBoundingSet=",
            "AmbientCapabilities=", "RemoveIPC=yes",
        ]
        return lines
    }

    /// What any systemd can do.
    private static let limits = [
        "NoNewPrivileges=yes", "LockPersonality=yes", "RestrictRealtime=yes", "RestrictSUIDSGID=yes",
        "MemoryDenyWriteExecute=yes", "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
        "# Workers, which run adapters without rights, make namespaces of these sorts and use seccomp and Landlock.",
        "RestrictNamespaces=user net ipc uts", "SystemCallArchitectures=native",
        "SystemCallFilter=@system-service seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self",
        "SystemCallErrorNumber=EPERM",
    ]

    /// One word of a line.
    private static func quoted(_ text: String) throws -> String {
        let escaped = try plain(text).replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(
            of: "\"", with: "\\\"")
        return "\"\(escaped)\""
    }

    /// The rest of a line, without quotes: a backslash at its end would take the next line along, and a blank is cut off.
    private static func rest(_ text: String) throws -> String {
        guard let last = text.unicodeScalars.last, last != "\\", last != " " else {
            throw Failure("'\(printable(text))': a unit cannot hold a folder that ends so", status: .wrongUse)
        }
        return try plain(text)
    }

    /// What no line of a unit would read otherwise.
    private static func plain(_ text: String) throws -> String {
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw Failure("'\(printable(text))': a unit cannot hold such a name", status: .wrongUse)
        }
        return text.replacingOccurrences(of: "%", with: "%%")
    }
}
