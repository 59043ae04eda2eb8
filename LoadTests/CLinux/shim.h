// What the load test needs of Linux and Swift's Glibc module leaves out: <sys/epoll.h>, and three GNU extensions.
// They are declared here because defining _GNU_SOURCE would give this module another view of <sys/select.h> than Swift's own
// modules have, which breaks the build of whoever imports both.
#pragma once
#include <sched.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

extern void *memmem(const void *haystack, size_t haystack_length, const void *needle, size_t needle_length);
extern int sched_getaffinity(pid_t process, size_t size, cpu_set_t *set);
extern int sched_setaffinity(pid_t process, size_t size, const cpu_set_t *set);

// pidfd_open(2), which glibc 2.36 declares in a header that Swift's module leaves out; older ones have the number only.
static inline int load_pidfd_open(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }
