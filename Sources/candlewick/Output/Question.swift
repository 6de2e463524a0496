/// Asks before something large or destructive.
enum Question {
    /// Whether the user agrees. With `--yes` nobody is asked; without a terminal nobody can be, and the
    /// command ends as wrong use.
    static func confirm(_ question: String, yes: Bool) throws -> Bool {
        if yes { return true }
        Terminal.flush()
        guard Terminal.inputIsTerminal else {
            throw Failure("\(question) Standard input is no terminal to ask on: say --yes", status: .wrongUse)
        }
        Terminal.write("\(question) [y/N] ", to: 2)
        let answer = readLine()?.lowercased() ?? ""
        return answer == "y" || answer == "yes"
    }
}
