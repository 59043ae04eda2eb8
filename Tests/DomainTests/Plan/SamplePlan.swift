@testable import Domain
import Testing

/// A plan that uses everything, and has no problems.
enum SamplePlan {
    static let json = #"""
        {
          "workflow": {
            "name": "Branch 2.0",
            "rules": [
              {
                "name": "VIP", "when": "customer.segments has 'vip' and queue == 'advice'", "queue": "experts", "priority": 20,
                "steps": [
                  {"name": "Known", "to": "lastAgent", "timeoutSeconds": 10, "skipWhen": "queue.depth > 50", "priority": 5},
                  {"name": "Experts", "skills": [{"skill": "loans", "level": 4}, {"skill": "french"}], "timeoutSeconds": 60, "offers": 3,
                   "rings": [{"afterSeconds": 15, "lowerLevelsBy": 2}, {"afterSeconds": 30, "drop": ["french"]}]},
                  {"name": "Anyone"}
                ]
              },
              {"name": "Owned", "when": "customer.verified", "steps": [{"name": "Owner", "to": "accountOwner", "timeoutSeconds": 5}]}
            ],
            "default": {"name": "Others", "steps": [{"name": "First", "timeoutSeconds": 30, "skills": [{"skill": "loans",
            "level": 2}]}, {"name": "All"}]}
          },
          "queues": [
            {"name": "advice", "title": {"en": "Advice", "fr": "Conseil", "xx": "?"}, "hours": "weekdays", "serviceLevelSeconds": 30,
             "offerSeconds": 15, "wrapUp": {"mode": "timedFixed",
             "seconds": 30, "extensions": 2, "extensionSeconds": 20}, "maximumDepth": 500,
             "overflow": [{"when": "wait > 120 and queue.staffed == 0", "close": "callback"}, {"when": "queue.depth > 20",
             "to": "experts"}],
             "whenClosed": "callback"},
            {"name": "experts"}
          ],
          "skills": [{"name": "loans", "title": {"en": "Loans"}}, {"name": "french"}],
          "activities": [{"name": "lunch", "kind": "away", "title": {"en": "Lunch"}}, {"name": "available"}, {"name": "training"}],
          "hours": [{"name": "weekdays", "timeZone": "Europe/Paris", "weekly": {"monday": ["09:00-12:30"]}}],
          "greetings": {"waitingAbout": {"en": "Your turn in {minutes} minutes", "xx": "?"}, "noStaff": {"fr": "Patience"}},
          "priorityPointSeconds": 60
        }
        """#

    static func decoded() throws -> RoutingPlan { try PlanJSON.decode(json) }
}

extension String {
    /// A name; a test that writes one that is none fails.
    var name: BoundedText<NameLimit> {
        get throws { try #require(BoundedText(self)) }
    }

    var skill: SkillName {
        get throws { try #require(SkillName(self)) }
    }

    var queue: QueueName {
        get throws { try #require(QueueName(self)) }
    }
}
