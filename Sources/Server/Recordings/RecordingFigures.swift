/// Totals since the start, and what is going on.
struct RecordingFigures: Sendable {
    var live = 0
    var completed = 0
    var partial = 0
    var failed = 0
    /// Agreed to, and nothing is there.
    var missing = 0
    /// What the disk or a key refuses to finish for now.
    var unfinished = 0
    /// Refused because the disk is nearly full.
    var refused = 0
    /// Tap buffers that came faster than they were written.
    var overflows = 0
    var freeBytes: Int64 = 0
    var uploaded = 0
    var uploadFailures = 0
    var erased = 0

    struct Line: Sendable {
        let name: String
        let help: String
        let type: String
        let value: Int64
    }

    var lines: [Line] {
        [
            Line(name: "visavis_recordings_live", help: "Recordings under way", type: "gauge", value: Int64(live)),
            Line(name: "visavis_recordings_completed_total", help: "Recordings that are whole", type: "counter", value: Int64(completed)),
            Line(
                name: "visavis_recordings_partial_total", help: "Recordings with something missing", type: "counter", value: Int64(partial)),
            Line(name: "visavis_recordings_failed_total", help: "Recordings with nothing to play", type: "counter", value: Int64(failed)),
            Line(
                name: "visavis_recordings_missing_total", help: "Recordings that were expected and are not there", type: "counter",
                value: Int64(missing)),
            Line(
                name: "visavis_recordings_unfinished", help: "Recordings that cannot be finished for now", type: "gauge",
                value: Int64(unfinished)),
            Line(
                name: "visavis_recordings_refused_total", help: "Recordings that did not begin because the disk is nearly full",
                type: "counter", value: Int64(refused)),
            Line(
                name: "visavis_recording_overflows_total", help: "Packets that the recorder could not take in time", type: "counter",
                value: Int64(overflows)),
            Line(name: "visavis_recording_disk_free_bytes", help: "Room for recordings", type: "gauge", value: freeBytes),
            Line(
                name: "visavis_recordings_uploaded_total", help: "Recordings stored and verified elsewhere", type: "counter",
                value: Int64(uploaded)),
            Line(
                name: "visavis_recording_upload_failures_total", help: "Uploads that failed", type: "counter", value: Int64(uploadFailures)),
            Line(
                name: "visavis_recordings_erased_total", help: "Recordings erased, by people or by policy", type: "counter",
                value: Int64(erased)),
        ]
    }
}
