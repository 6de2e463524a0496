extension ConformanceCheck {
    /// Every check, in the order in which they are run and reported: first what a library is, then what it does.
    public static let all: [ConformanceCheck] = library + behaviour

    /// What is seen of a library without a session.
    static let library: [ConformanceCheck] =
        manifest + abi + load + symbols + imports + trust + table + nameErrors

    /// What is seen of an adapter's sessions.
    static let behaviour: [ConformanceCheck] =
        cases + input + damage + batches + resume + requests + errors + times + asserts + cost

    /// For checks that play cases thousands of times, on a slow machine and in a debug build.
    static let long: Duration = .seconds(300)
}
