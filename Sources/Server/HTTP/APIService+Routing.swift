import Domain
import Foundation
import HTTPTypes
import Signaling
import Storage

/// Plans, agents' profiles, the live board, and why an interaction went to whom it went.
extension APIService {
    private static let storedVersions = 100
    private static let noPlan = APIFailure(.notFound, "not_found", "there is no such version")

    /// `nil`: the address is none of these.
    func routingRoute(_ request: APIRequest) async throws -> APIResponse? {
        let path = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).map(String.init)
        if path.first == "interactions", path.count == 2 {
            return try await answer(request, [.get]) { try await interaction($0, path[1]) }
        }
        guard path.first == "routing", path.count > 1 else { return nil }
        switch (path[1], path.count, path.last) {
        case ("plan", 2, _):
            return try await answer(request, [.get, .put]) { $0.method == .put ? try await publish($0) : try plan($0) }
        case ("plan", 3, "versions"): return try await answer(request, [.get]) { try versions($0) }
        case ("plan", 3, "check"): return try await answer(request, [.post]) { try check($0) }
        case ("agents", 2, _): return try await answer(request, [.get]) { try agents($0) }
        case ("agents", 3, _): return try await answer(request, [.put]) { try await setProfile($0, path[2]) }
        case ("agents", 4, "activity"): return try await answer(request, [.post]) { try await forceActivity($0, path[2]) }
        case ("board", 2, _): return try await answer(request, [.get]) { try await board($0) }
        case ("customers", 4, "unblock"): return try await answer(request, [.post]) { try await unblock($0, path[2]) }
        case ("tickets", 4, "move"): return try await answer(request, [.post]) { try await move($0, path[2]) }
        case ("tickets", 4, "priority"): return try await answer(request, [.post]) { try await prioritise($0, path[2]) }
        default: return nil
        }
    }

    // MARK: Plan

    private func plan(_ request: APIRequest) throws -> APIResponse {
        _ = try supervisor(request)
        let page = try request.query["version"].map { text -> Int in
            guard let version = Int(text) else { throw Self.noPlan }
            return version
        }
        let record = try store.routingPlan(version: page)
        guard record != nil || page == nil || page == 0 else { throw Self.noPlan }
        return APIResponse(
            .ok,
            Views.Plan(
                record, unpublished: StoredPlan.unpublished(configuration), publisher: try name(of: record?.publishedBy),
                useCases: configuration.useCases.map(\.queue)))
    }

    private func versions(_ request: APIRequest) throws -> APIResponse {
        struct Reply: Encodable { let versions: [Views.PlanVersion] }
        _ = try supervisor(request)
        let found = try store.routingPlans(limit: Self.storedVersions)
        return APIResponse(.ok, Reply(versions: try found.map { Views.PlanVersion($0, publisher: try name(of: $0.publishedBy)) }))
    }

    private func check(_ request: APIRequest) throws -> APIResponse {
        struct Reply: Encodable { let problems: [PlanProblem] }
        _ = try supervisor(request)
        try checkOrigin(request)
        do throws(PlanError) {
            let draft = try PlanDraft(request)
            return APIResponse(.ok, Reply(problems: draft.plan.problems(useCases: configuration.useCases.map(\.queue))))
        } catch {
            return APIResponse(.ok, Reply(problems: error.problems))
        }
    }

    private func publish(_ request: APIRequest) async throws -> APIResponse {
        struct Reply: Encodable { let version: Int }
        let account = try changer(request, [.manager, .admin])
        guard account.queues == nil else {
            throw APIFailure(.forbidden, "not_allowed", "the plan is for those who look after every queue")
        }
        let draft: PlanDraft
        do throws(PlanError) {
            draft = try PlanDraft(request)
        } catch {
            return .refusal(of: error.problems)
        }
        guard let basedOn = draft.basedOn else {
            throw APIFailure(.badRequest, "bad_request", "'basedOn' must be the version that the plan was made from")
        }
        let change = RoutingOrder.Change.publish(draft.plan, basedOn: basedOn, note: draft.note?.text)
        switch await route(RoutingOrder(change: change, account: account)) {
        case .success(let version): return APIResponse(.ok, Reply(version: version))
        case .failure(let refusal): return try .refusal(refusal)
        }
    }

    // MARK: Agents

    private func agents(_ request: APIRequest) throws -> APIResponse {
        struct Reply: Encodable { let agents: [Views.ProfiledAgent] }
        let account = try supervisor(request)
        let profiles = try store.agentProfiles()
        let found = try store.accounts().map { Views.ProfiledAgent($0, profiles[$0.account.id] ?? AgentProfile()) }
        return APIResponse(.ok, Reply(agents: found.filter { account.oversees($0.profile) }))
    }

    private func setProfile(_ request: APIRequest, _ id: String) async throws -> APIResponse {
        struct Asked: Decodable { let profile: AgentProfile }
        let account = try changer(request, [.manager, .admin])
        guard let agent = AgentID(id), try store.account(agent) != nil else {
            throw APIFailure(.notFound, "not_found", "there is no such account")
        }
        let profile = try body(Asked.self, request).profile
        let before = try store.agentProfiles()[agent] ?? AgentProfile()
        // Whoever looks after some queues neither takes an agent away from the others nor gives them more.
        guard account.queues == nil || [before, profile].allSatisfy({ $0.queues?.allSatisfy(account.oversees) == true }) else {
            throw APIFailure(.forbidden, "not_allowed", "an agent of queues that are not yours")
        }
        return try await order(.profile(agent, profile), by: account)
    }

    private func forceActivity(_ request: APIRequest, _ id: String) async throws -> APIResponse {
        struct Asked: Decodable { let activity: ActivityName }
        let account = try changer(request, [.supervisor, .manager, .admin])
        guard let agent = AgentID(id) else { throw APIFailure(.notFound, "not_found", "there is no such agent") }
        return try await order(.activity(agent, try body(Asked.self, request).activity), by: account)
    }

    // MARK: Board

    private func board(_ request: APIRequest) async throws -> APIResponse {
        let account = try supervisor(request)
        guard let state = await board() else {
            throw APIFailure(.serviceUnavailable, "draining", "the server is stopping")
        }
        let targets = state.queues.map { ($0.settings.name, Duration.seconds($0.settings.serviceLevelSeconds)) }
        let figures = try figures.figures(Dictionary(targets) { first, _ in first }, from: store, at: clock.now)
        return APIResponse(.ok, Views.Board(state, figures, for: account))
    }

    private func move(_ request: APIRequest, _ id: String) async throws -> APIResponse {
        struct Asked: Decodable { let queue: QueueName }
        let account = try changer(request, [.supervisor, .manager, .admin])
        return try await order(.move(try ticket(id), to: try body(Asked.self, request).queue), by: account)
    }

    private func prioritise(_ request: APIRequest, _ id: String) async throws -> APIResponse {
        struct Asked: Decodable { let priority: Int }
        let account = try changer(request, [.supervisor, .manager, .admin])
        let priority = try body(Asked.self, request).priority
        guard PlanLimits.priority.contains(priority) else {
            throw APIFailure(.badRequest, "bad_request", "'priority' must be within ±\(PlanLimits.priority.upperBound)")
        }
        return try await order(.prioritise(try ticket(id), priority), by: account)
    }

    private func unblock(_ request: APIRequest, _ id: String) async throws -> APIResponse {
        let account = try changer(request, [.supervisor, .manager, .admin])
        guard let customer = CustomerID(id) else { throw APIFailure(.notFound, "not_found", "nobody of that id is kept away") }
        return try await order(.liftBlock(customer), by: account)
    }

    private func ticket(_ text: String) throws -> TicketID {
        guard let id = TicketID(text) else { throw APIFailure(.conflict, "ticket_gone", "there is no open ticket") }
        return id
    }

    // MARK: Interactions

    private func interaction(_ request: APIRequest, _ text: String) async throws -> APIResponse {
        let account = try supervisor(request)
        guard let id = InteractionID(text), let found = try store.interaction(id), account.oversees(found.queue) else {
            throw APIFailure(.notFound, "not_found", "there is no such interaction")
        }
        var names: [AgentID: String] = [:]
        for agent in found.agents { names[agent] = try name(of: agent) }
        let chat = try store.unrecordedMessages(about: id)
        if !chat.isEmpty {
            try await commits.perform(
                CommitBatch(records: [
                    .audit(
                        AuditRecord(
                            at: clock.now, actor: .account(account.id), action: "chat.viewed",
                            subject: AuditRecord.Subject(kind: "interaction", id: id.description), queue: found.queue))
                ]))
        }
        return APIResponse(.ok, Views.InteractionDetail(found, names: names, chat: chat))
    }

    // MARK: Common

    private func order(_ change: RoutingOrder.Change, by account: Account) async throws -> APIResponse {
        switch await route(RoutingOrder(change: change, account: account)) {
        case .success: APIResponse(.ok, [String: String]())
        case .failure(let refusal): try .refusal(refusal)
        }
    }

    private func supervisor(_ request: APIRequest) throws -> Account {
        let (account, _) = try signedIn(request)
        guard account.role != .agent else {
            throw APIFailure(.forbidden, "not_allowed", "this is for supervisors, managers and administrators")
        }
        return account
    }

    private func changer(_ request: APIRequest, _ roles: [Role]) throws -> Account {
        try checkOrigin(request)
        let (account, cookie) = try signedIn(request)
        try checkCSRF(request, cookie)
        guard roles.contains(account.role) else {
            throw APIFailure(.forbidden, "not_allowed", "this is for \(roles.map(\.rawValue).joined(separator: ", "))")
        }
        return account
    }

    private func name(of account: AccountID?) throws -> String? {
        guard let account else { return nil }
        return try store.account(account)?.account.displayName.description
    }
}

/// A plan as a manager sends it.
private struct PlanDraft: Decodable {
    let plan: RoutingPlan
    let basedOn: Int?
    let note: OptionalText<LineLimit>?

    /// - Throws: where in the plan it cannot be read.
    init(_ request: APIRequest) throws(PlanError) {
        do {
            var scanner = EnvelopeScanner()
            try scanner.validate(request.body.span)
            self = try JSONDecoder().decode(Self.self, from: Data(request.body))
        } catch let error as DecodingError {
            throw PlanError(problems: PlanError(error).problems.map { $0.inside("plan") })
        } catch {
            throw PlanError(problems: [PlanProblem(path: "", code: .unreadable, message: "the body is not JSON as it should be: \(error)")])
        }
    }
}

extension PlanProblem {
    /// The same, its path counted from that member of the document.
    fileprivate func inside(_ member: String) -> Self {
        guard path.hasPrefix(member) else { return self }
        let rest = path.dropFirst(member.count).drop { $0 == "." }
        return Self(path: String(rest), code: code, message: message, cause: cause, offset: offset)
    }
}

extension APIResponse {
    fileprivate static func refusal(of problems: [PlanProblem]) -> Self {
        struct Failure: Encodable {
            struct Detail: Encodable {
                let code = "plan_invalid"
                let message = "the plan has problems"
                let problems: [PlanProblem]

                private enum CodingKeys: CodingKey { case code, message, problems }
            }

            let error: Detail
        }
        return Self(.unprocessableContent, Failure(error: Failure.Detail(problems: problems)))
    }

    fileprivate static func refusal(_ refusal: RoutingRefusal) throws -> Self {
        switch refusal {
        case .planChanged(let version):
            return failure(.conflict, "plan_changed", "version \(version) was published meanwhile: look at it first")
        case .planInvalid(let problems): return self.refusal(of: problems)
        case .unknownSkill(let skill): return failure(.unprocessableContent, "unknown_skill", "the plan has no skill '\(skill)'")
        case .unknownQueue(let queue): return failure(.unprocessableContent, "unknown_queue", "the plan has no queue '\(queue)'")
        case .other(let error):
            let status: HTTPResponse.Status =
                switch error.code {
                case .notFound, .noSuchQueue: .notFound
                case .ticketGone: .conflict
                case .notAllowed: .forbidden
                default: .serviceUnavailable
                }
            return failure(status, error.code.rawValue, error.message, retryAfter: error.retryAfterMs.map { .milliseconds($0) })
        }
    }
}
