#include <errno.h>
#include <pthread.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "main.h"

extern char** environ;

namespace {

int prepared;
int in_parent;
int in_child;

int exit_code_of(pid_t child) {
  int status = 0;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

// The program, started again.
int spawn() {
  char self[] = "/proc/self/exe";
  char child[] = "spawned";
  char* arguments[] = {self, child, nullptr};
  pid_t pid = 0;
  const int error = posix_spawn(&pid, self, nullptr, nullptr, arguments, environ);
  if (error != 0) return kEmulated && error == ENOEXEC;
  const int code = exit_code_of(pid);
  return code == 5 || (kEmulated && code == 127);
}

int exec() {
  const pid_t pid = fork();
  if (pid == 0) {
    execl("/proc/self/exe", "again", "executed", nullptr);
    _exit(kEmulated && errno == ENOEXEC ? 8 : 9);
  }
  return exit_code_of(pid) == 8;
}

}  // namespace

int run_child(const char* what) {
  if (strcmp(what, "spawned") == 0) return catch_odd(1) == 1 ? 5 : 1;
  return touch_thread_local(2) == 0 ? 8 : 1;
}

void processes() {
  pthread_atfork([] { ++prepared; }, [] { ++in_parent; }, [] { ++in_child; });
  const pid_t forked = fork();
  if (forked == 0) _exit(in_child == 1 && catch_odd(2) == 1 ? 4 : 1);
  const int code = exit_code_of(forked);
  printf("fork: prepare %d, child %d, parent %d\n", prepared, code, in_parent);
  const pid_t shared = vfork();
  if (shared == 0) _exit(6);
  const int vforked = exit_code_of(shared);
  const int spawned = spawn();
  printf("vfork %d, spawned %d, exec %d\n", vforked, spawned, exec());
}
