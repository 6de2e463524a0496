extension Confinement {
    /// Measures against a process that means harm. The raw value may be sent to another process of the same version.
    public struct Measures: OptionSet, Hashable, Sendable {
        /// A bit each.
        public let rawValue: UInt32
        /// From the bits of another process.
        public init(rawValue: UInt32) { self.rawValue = rawValue }

        /// The environment is empty and overwritten, the working folder is `/`.
        public static let environment = Measures(rawValue: 1 << 0)
        /// No descriptor is open but those given.
        public static let descriptors = Measures(rawValue: 1 << 1)
        /// Memory, files, processes and core dumps are limited.
        public static let limits = Measures(rawValue: 1 << 2)
        /// It leaves no core dump, and processes of the same user cannot trace it.
        public static let undumpable = Measures(rawValue: 1 << 3)
        /// It has no capabilities and gets no privileges from programs that it would start.
        public static let privileges = Measures(rawValue: 1 << 4)
        /// It is no longer root but user and group 65534.
        public static let otherUser = Measures(rawValue: 1 << 5)
        /// It has a network and System V objects of its own: none.
        public static let namespaces = Measures(rawValue: 1 << 6)
        /// It opens no file by name, no TCP connection and signals nobody outside, as far as the version goes.
        public static let landlock = Measures(rawValue: 1 << 7)
        /// Every system call but the listed ones ends it.
        public static let systemCalls = Measures(rawValue: 1 << 8)

        /// What `giveUp` does or fails; the others hold where the system has them.
        public static let always: Measures = [
            .environment, .descriptors, .limits, .undumpable, .privileges, .systemCalls,
        ]

        static let words: [(Measures, String)] = [
            (.systemCalls, "system calls"), (.landlock, "Landlock"), (.namespaces, "namespaces"),
            (.otherUser, "other user"), (.privileges, "no privileges"), (.limits, "limits"),
            (.descriptors, "no descriptors"), (.environment, "no environment"), (.undumpable, "undumpable"),
        ]
    }
}
