import Domain
import Logging
import Storage

/// The plan that holds when the server starts.
enum StoredPlan {
    /// The latest that was published, or what the server does by itself.
    /// - Throws: `ConfigurationError` when a stored plan does not hold any more, with what to do.
    static func load(from store: any Store, _ configuration: ServerConfiguration, log: Logger) throws -> ValidatedPlan {
        guard let record = try store.routingPlan(version: nil) else { return try ValidatedPlan(unpublished(configuration)) }
        var plan = record.plan
        // A use case that the configuration gained since has no queue yet.
        let known = Set(plan.queues.map(\.name))
        let added = unpublished(configuration).queues.filter { !known.contains($0.name) }
        if !added.isEmpty {
            plan.queues += added
            log.warning(
                "use cases without a queue in the routing plan got one with the standard settings: publish a plan that has them",
                metadata: ["queues": "\(added.map(\.name.description).joined(separator: ", "))", "plan": "\(record.version)"])
        }
        do throws(PlanError) {
            return try ValidatedPlan(plan, version: record.version)
        } catch {
            let problems = error.problems.map { "\($0.path): \($0.message) (\($0.code.rawValue))" }.joined(separator: "; ")
            throw ConfigurationError(
                "the routing plan of version \(record.version) does not hold in this version of the server: \(problems)")
        }
    }

    /// Each use case first come, first served, by anyone.
    static func unpublished(_ configuration: ServerConfiguration) -> RoutingPlan {
        RoutingPlan(
            queues: configuration.useCases.map { useCase in
                QueueSettings(
                    name: useCase.queue, title: Title(useCase.label.compactMapValues { BoundedText($0) }),
                    wrapUp: WrapUpPolicy(seconds: Int(configuration.routing.wrapUp.wholeMilliseconds / 1_000)))
            })
    }
}
