import Glibc

/// Who may change a file that the host believes or runs: its owner, who is root or the user of this process, and nobody
/// else. Groups are the owner's to choose and are not looked at.
enum FileTrust {
    /// Everything that lets others exchange a file: its mode and owner, those of its folder, and folders above that
    /// everybody may write. Links are followed; the folder of a link counts like that of the file.
    static func problems(of file: String) -> [AdapterProblem] {
        let real = FileSystem.canonical(file)
        let folders = [FileSystem.folder(of: real), FileSystem.canonical(FileSystem.folder(of: file))]
        var seen: Set<String> = []
        var problems: [AdapterProblem] = []
        for place in [real] + folders where seen.insert(place).inserted {
            if let problem = problem(of: place, ownerCounts: true) { problems.append(problem) }
        }
        for folder in folders {
            var above = folder
            while above.count > 1 {
                above = FileSystem.folder(of: above)
                guard seen.insert(above).inserted else { continue }
                // Whose they are is the system's matter: in containers root has another number.
                if let problem = problem(of: above, ownerCounts: false) { problems.append(problem) }
            }
        }
        return problems
    }

    private static func problem(of place: String, ownerCounts: Bool) -> AdapterProblem? {
        var status = Glibc.stat()
        // `status` is filled by the call, and read only when that succeeded. What is not there is said by who opens it.
        guard unsafe stat(place, &status) == 0 else { return nil }
        // In a folder with the sticky bit others can add files, which are theirs, and exchange none.
        let isSticky = status.st_mode & S_IFMT == S_IFDIR && status.st_mode & S_ISVTX != 0
        if status.st_mode & S_IWOTH != 0, !isSticky {
            return AdapterProblem(
                .writable, file: place,
                "every user of this machine may change it, and the adapter with it; put it right: chmod o-w '\(place)'")
        }
        let user = geteuid()
        if ownerCounts, status.st_uid != 0, status.st_uid != user {
            return AdapterProblem(
                .writable, file: place,
                "belongs to user \(status.st_uid), who may change it; expected root or user \(user), who runs this: "
                    + "chown \(user) '\(place)'")
        }
        return nil
    }
}
