import Recording

/// Does to a recording's folder all that the server does, in its order.
enum FolderJudge {
    static func run(_ disk: FuzzDisk, key: RecordingKey? = nil) {
        let folder = FuzzDisk.folder
        _ = try? RecordingIndex(folder: folder, files: disk, key: key)
        _ = try? RecordingVerification(folder: folder, files: disk, key: key)
        let repair = RecordingRepair(folder: folder, files: disk, key: key)
        if (try? repair.repair()) != nil {
            precondition((try? repair.isNeeded()) == false, "a repair is done once")
            precondition((try? RecordingIndex(folder: folder, files: disk, key: key))?.state != nil, "what was repaired has an end")
            judgeRepaired(disk, key)
        }
        _ = try? RecordingVerification(folder: folder, files: disk, key: key)
        _ = try? RecordingExport.export(folder: folder, to: "/export", files: disk, key: key)
        for name in disk.files.keys { read(name, disk, key) }
    }

    /// Another repair finds nothing to do.
    private static func judgeRepaired(_ disk: FuzzDisk, _ key: RecordingKey?) {
        let before = disk.files
        _ = try? RecordingRepair(folder: FuzzDisk.folder, files: disk, key: key).repair()
        precondition(disk.files == before, "a second repair changes nothing")
    }

    /// As the player reads: here and there.
    private static func read(_ name: String, _ disk: FuzzDisk, _ key: RecordingKey?) {
        guard let reader = try? ChunkReader(FuzzDisk.folder + "/" + name, files: disk, key: key) else { return }
        precondition(reader.length >= 0)
        for offset in [0, reader.length / 2, reader.length - 1, reader.length] {
            if let bytes = try? reader.read(1_000, at: offset) { precondition(bytes.count <= 1_000) }
        }
    }
}
