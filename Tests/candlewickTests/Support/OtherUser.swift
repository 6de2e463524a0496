/// Running as a user who owns nothing.
enum OtherUser {
    private static let setpriv = Programs.find("setpriv")

    /// What stands before a command to run it as that user.
    static let prefix = [setpriv ?? "/bin/false", "--reuid=65534", "--regid=65534", "--clear-groups"]

    /// Only root can become another user, who then has to find the way to the program.
    static let isPossible: Bool = {
        guard Programs.isRoot, setpriv != nil else { return false }
        do {
            let run = try Sandbox().run(prefix[0], prefix.dropFirst() + [Programs.candlewick, "--version"])
            return run.status == 0
        } catch {
            return false
        }
    }()
}
