import Glibc

/// Open files that this process, and the servers that inherit the limit, may have.
enum Descriptors {
    static func raiseLimit(toHold wanted: Int) throws {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(resource, &limit) == 0 else { throw LoadError.system("getrlimit", errno) }
        guard limit.rlim_max >= wanted else {
            throw LoadError("\(wanted) open files are needed, the hard limit is \(limit.rlim_max) (ulimit -Hn)")
        }
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        guard unsafe setrlimit(resource, &limit) == 0 else { throw LoadError.system("setrlimit", errno) }
    }
}
