// What glibc has and Swift's Glibc module does not show: macros, variadics and newer system calls.
// Header only. Never define _GNU_SOURCE here, and never include <sys/resource.h>: both clash with the Glibc module.
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static inline int csystem_exited(int status) { return WIFEXITED(status); }
static inline int csystem_exit_status(int status) { return WEXITSTATUS(status); }
static inline int csystem_signaled(int status) { return WIFSIGNALED(status); }
static inline int csystem_term_signal(int status) { return WTERMSIG(status); }

/// A signal to the process behind a pidfd and to no other, whatever became of its pid.
static inline int csystem_pidfd_send_signal(int descriptor, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, descriptor, signal, (void *)0, 0);
}

/// A file without a name, for handing bytes to a child; no child inherits the descriptor.
static inline int csystem_memory_file(const char *label) { return (int)syscall(SYS_memfd_create, label, 1); }

static inline int csystem_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

static inline int csystem_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

static inline int csystem_is_directory(mode_t mode) { return S_ISDIR(mode); }

/// Columns of the terminal behind a descriptor, or 0 where there is none.
static inline int csystem_terminal_columns(int descriptor) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return 0;
    return size.ws_col;
}

/// A pipe whose ends no child inherits.
static inline int csystem_pipe(int ends[2]) {
    extern int pipe2(int *, int);
    return pipe2(ends, O_CLOEXEC);
}

static inline int csystem_spawn_in_folder(posix_spawn_file_actions_t *actions, const char *folder) {
    extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *, const char *);
    return posix_spawn_file_actions_addchdir_np(actions, folder);
}

/// The child closes every descriptor from `first` on, whatever its close-on-exec flag says.
static inline int csystem_spawn_closing_from(posix_spawn_file_actions_t *actions, int first) {
    extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

/// POSIX_SPAWN_SETSID, which glibc shows under _GNU_SOURCE only.
static inline short csystem_spawn_new_session(void) { return 0x80; }
