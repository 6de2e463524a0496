/// What came, for tests.
extension ReplayServer {
    /// How many requests came.
    public var count: Int { log.count }

    /// How many connections were made.
    public var connections: Int { log.connections }

    /// The requests in the order of their numbers.
    ///
    /// - Parameter path: a path, or with `*` at its end all that begin like it.
    public func requests(on path: String = "*") -> [ServedRequest] { log.requests(on: PathPattern(text: path)) }

    /// The most requests that came within any window of that length, its end excluded: with 5 a second none of the
    /// windows of a second has more than 5, and one more where a burst of one is allowed.
    public func largestCount(in window: Duration, on path: String = "*") -> Int {
        let instants = requests(on: path).map(\.instant).sorted()
        var largest = 0
        var first = 0
        for index in instants.indices {
            while instants[first].duration(to: instants[index]) >= window { first += 1 }
            largest = max(largest, index - first + 1)
        }
        return largest
    }

    /// Forgets what came.
    public func forgetRequests() { log.removeAll() }
}
