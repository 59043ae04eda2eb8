import Domain
import Media
import Signaling

/// Offers to the relay, and what relay and recorder report.
extension Hub {
    private static let maximumSections = 64

    func offerMedia(_ request: Requests.MediaOffer, _ client: SignalingSession, id: Int64) throws(SignalingError) -> Answer {
        guard let seat = client.seat, seat.room.id == request.session, let session = desk.sessions[request.session],
            let participant = session.participant(seat.participant)
        else { throw Self.notSeated }
        guard session.mediaPath == .relay else { throw SignalingError(.notAllowed, "this session is direct: use signal") }
        guard request.epoch == participant.epoch else {
            throw SignalingError(.staleEpoch, "another page carries this participant's media by now: session.join comes first")
        }
        guard request.sections.count <= Self.maximumSections else { throw SignalingError(.badSDP, "too many sections") }
        var uses: [SectionUse] = []
        for section in request.sections {
            switch (section.send, section.receive) {
            case (let kind?, nil): uses.append(SectionUse(mid: section.mid, use: .send(FeedKind(kind))))
            case (nil, let source?):
                let feed = Feed(participant: source.participant, kind: source.kind)
                uses.append(SectionUse(mid: section.mid, use: .receive(FeedID(feed))))
            case (nil, nil): break
            case (.some, .some): throw SignalingError(.badRequest, "sections.\(section.mid): send or receive, not both")
            }
        }
        lastOffer += 1
        guard media.offer(session, participant, sdp: Array(request.sdp.utf8), sections: uses, ticket: lastOffer) else {
            throw SignalingError(.mediaUnavailable, "the relay does not answer", retryAfterMs: 2_000)
        }
        offers[lastOffer] = (client, id)
        return .later
    }

    func mediaReported(_ report: MediaReport) {
        switch report {
        case .answered(let ticket, let result):
            guard let (client, id) = offers.removeValue(forKey: ticket) else { return }
            switch result {
            case .success(let sdp):
                let answer = MediaAnswer(sdp: String(decoding: sdp, as: UTF8.self), relay: media.relayName)
                signaling.reply(client, id: id, .ok(JSON.encode(answer)))
            case .failure(let error): signaling.reply(client, id: id, .failure(SignalingError(error)))
            }
        case .event(.connected(let room, let member, let epoch)): relayReported(.connected, room, member, epoch)
        case .event(.disconnected(let room, let member, let epoch, _)): relayReported(.disconnected, room, member, epoch)
        case .event(.quality(let room, let member, let quality)):
            desk.qualityReported(
                QualitySample(quality), of: ParticipantID(member), in: SessionID(room), at: now)
            collect()
        case .event(.firstPacket): break
        }
    }

    private func relayReported(_ report: Participant.Report, _ room: RoomID, _ member: MemberID, _ epoch: UInt32) {
        guard storageTrouble == nil else {
            untoldReports[ParticipantID(member)] = RelayedReport(report: report, epoch: Int(epoch), session: SessionID(room))
            return
        }
        desk.relayReported(report, of: ParticipantID(member), epoch: Int(epoch), in: SessionID(room), at: now)
        collect()
    }

    /// What the relay said while nothing could be stored: it says nothing twice.
    func tellReports() {
        let reports = untoldReports
        untoldReports = [:]
        for (participant, told) in reports {
            desk.relayReported(told.report, of: participant, epoch: told.epoch, in: told.session, at: now)
        }
        collect()
    }

    func recorderReported(_ report: RecordingReport, of recording: RecordingID) {
        guard let session = desk.sessions.values.first(where: { $0.capture.recording == recording }) else { return }
        // What could not be kept stays told until the session is over.
        if case .finished = report, session.capture.report == .failed { return }
        let state: Capture.Report =
            switch report {
            case .capturing, .resumed: .capturing
            case .paused, .finished: .idle
            case .failed: .failed
            }
        desk.recorderReported(state, of: recording, in: session.id, at: now)
        collect()
    }
}

/// What the relay saw of a participant's transport.
struct RelayedReport {
    let report: Participant.Report
    let epoch: Int
    let session: SessionID
}

private struct MediaAnswer: Encodable {
    let sdp: String
    let relay: String
}

extension SessionID {
    init(_ room: RoomID) { self.init(high: room.high, low: room.low) }
}

extension ParticipantID {
    init(_ member: MemberID) { self.init(high: member.high, low: member.low) }
}

extension QualitySample {
    init(_ report: QualityReport) {
        self.init(
            lossUp: report.up.loss, lossDown: report.down.loss, jitterUp: report.up.jitter, jitterDown: report.down.jitter,
            roundTrip: report.roundTrip, opinionScore: [report.up.opinionScore, report.down.opinionScore].compactMap(\.self).min())
    }
}

extension SignalingError {
    init(_ error: RelayError) {
        switch error {
        case .badOffer(let code, let line): self.init(.badSDP, "line \(line): \(code)")
        case .stale, .gone: self.init(.staleEpoch, "this peer connection is over: session.join without an epoch comes first")
        case .missingTransport: self.init(.badSDP, "the offer has neither ice-ufrag, ice-pwd nor fingerprint")
        case .fingerprintChanged: self.init(.badSDP, "the certificate changed within one peer connection")
        case .unknownSection(let mid): self.init(.badSDP, "sections: the offer has no section '\(mid)', or it is named twice")
        case .duplicateFeed: self.init(.badSDP, "sections: one feed in two sections")
        case .tooMany: self.init(.mediaUnavailable, "a bound of the relay is reached", retryAfterMs: 5_000)
        case .transport(let reason):
            self.init(.mediaUnavailable, "the relay could not set up the encryption: \(reason)", retryAfterMs: 2_000)
        }
    }
}
