import Domain
import Foundation
import HTTPTypes
import Logging
import Storage

/// The files of a recording: streamed from the disk, opened on the way when they are sealed.
extension APIService {
    func file(_ request: APIRequest, _ id: String, _ name: String) async throws -> APIResponse {
        let (account, _) = try signedIn(request)
        let (record, access) = try find(id, for: account)
        // Only a name that the row has: no path can be made of it.
        guard record.erasedAt == nil, let file = record.contents.files.first(where: { $0.shownName == name }) else {
            throw APIFailure(.notFound, "not_found", "the recording has no such file")
        }
        guard record.location == .local else {
            throw APIFailure(.conflict, "not_local", "the recording is in the object storage, at \(record.id)/\(file.file)")
        }
        let isDownload = request.query["download"] == "1"
        if request.method == .get { try await note(isDownload, file, record, account, access) }
        let reading: RecordingReading
        do {
            reading = try access.service.open(file, of: record)
        } catch {
            log.error(
                "a recording's file cannot be read", metadata: ["recording": "\(record.id)", "file": "\(file.file)", "error": "\(error)"])
            throw APIFailure(.internalServerError, "internal", "the file cannot be read; the server's log knows more")
        }
        return answer(request, reading, file, of: record, isDownload: isDownload)
    }

    /// A player asks for many pieces: that is one viewing. Each download is one of its own, told once, at its beginning.
    private func note(
        _ isDownload: Bool, _ file: StoredFile, _ record: RecordingRecord, _ account: Account, _ access: RecordingAccess
    ) async throws {
        if isDownload {
            try await note("recording.downloaded", record, by: account, ["file": file.shownName])
        } else if !access.viewings.isKnown(account.id, record.id, at: clock.now) {
            try await note("recording.viewed", record, by: account)
            access.viewings.note(account.id, record.id, at: clock.now)
        }
    }

    private func answer(
        _ request: APIRequest, _ reading: RecordingReading, _ file: StoredFile, of record: RecordingRecord, isDownload: Bool
    ) -> APIResponse {
        let etag = "\"\(file.sha256?.prefix(32) ?? "\(record.id)-\(reading.length)")\""
        var fields = HTTPFields()
        fields[.acceptRanges] = "bytes"
        fields[.eTag] = etag
        if isDownload {
            fields[.contentDisposition] = "attachment; filename=\"\(record.id)-\(file.shownName)\""
        }
        var response: APIResponse
        switch RangeRequest(request.headers, length: reading.length, etag: etag) {
        case .whole:
            response = APIResponse(status: .ok, contentType: file.contentType, body: [])
            response.source = RecordingStretch(reading: reading, range: 0..<reading.length)
        case .part(let range):
            response = APIResponse(status: .partialContent, contentType: file.contentType, body: [])
            fields[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(reading.length)"
            response.source = RecordingStretch(reading: reading, range: range)
        case .unsatisfiable:
            response = .failure(.rangeNotSatisfiable, "bad_range", "the file has \(reading.length) bytes")
            fields[.contentRange] = "bytes */\(reading.length)"
        }
        response.headers = fields
        return response
    }
}
