// build: libthrow.so throw.cc -funwind-tables
// build: libother.so other.cc -lthrow -funwind-tables
// build: plugin.so plugin.cc -lthrow
// build: main main.cc threads.cc processes.cc data.cc -lother -lthrow -pthread -rdynamic -funwind-tables
// folded: libthrow.so libother.so
// run-with: plugin.so
// output: exceptions: in place 1, across libraries 1, through a callback 1, objects left 0
// output: exception from a thread: odd at 3
// output: longjmp: back 7, objects left 0
// output: handler on its own stack 1, recovered 1
// output: frames: main among them 1
// output: thread_local objects: made 17, destroyed 16, in this thread 1
// output: cancelled 1, cleaned up 1, exited with 9
// output: 200 threads: sum 19900, wrong 0
// output: stack of 262144: usable 1, default is the limit's 1
// output: plugin: opened 1000 times, wrong 0, still there 0
// output: fork: prepare 1, child 4, parent 1
// output: vfork 6, spawned 1, exec 1
// output: iconv: built in 1, a module's or none 1
// output: getaddrinfo: a number 1, a name or none 1; getpwnam: root or none 1
// output: locale: right or none 1; system 1
// output: at exit: third, second, static of main, first
// output: other ends
// output: throw ends
// without: ld-debug bind-now tiny-stack objcopy
// without: traced
// without-on: ppc64le lint: elfutils 0.188 knows no dynamic IRELATIVE of this machine

// All that a C library does behind a program's back, in one process: unwinding, TLS, threads,
// signals, processes, plugins, locale, name service.
// (What is left out would take seconds each and say nothing new; the shell that is started looks
// for its own libc.)

#include "main.h"

#include <execinfo.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <exception>
#include <thread>

namespace {

struct AtEnd {
  ~AtEnd() { printf("static of main, "); }
};

jmp_buf jump;
sigjmp_buf recovery;
char* own_stack;
volatile int on_own_stack;

void exceptions() {
  int in_place = 0;
  int through = 0;
  try {
    throw VeryOdd("here");
  } catch (const Odd& odd) {
    in_place = odd.text == "here";
  }
  try {
    call_back([](void*) { throw_odd(2); }, nullptr);
  } catch (const VeryOdd& odd) {
    through = odd.text == "odd at 2";
  }
  printf("exceptions: in place %d, across libraries %d, through a callback %d, objects left %d\n",
         in_place, catch_odd(5), through, objects_alive());
  std::exception_ptr caught;
  std::thread([&] {
    try {
      throw_odd(3);
    } catch (...) {
      caught = std::current_exception();
    }
  }).join();
  try {
    std::rethrow_exception(caught);
  } catch (const Odd& odd) {
    printf("exception from a thread: %s\n", odd.text.c_str());
  }
}

void long_jump() {
  const int back = setjmp(jump);
  if (back == 0) {
    qsort_like([] { longjmp(jump, 7); });
  }
  printf("longjmp: back %d, objects left %d\n", back, objects_alive());
}

void on_fault(int, siginfo_t*, void*) {
  char here;
  on_own_stack = &here >= own_stack && &here < own_stack + kOwnStack;
  siglongjmp(recovery, 1);
}

void alternate_stack() {
  own_stack = static_cast<char*>(malloc(kOwnStack));
  stack_t stack{};
  stack.ss_sp = own_stack;
  stack.ss_size = kOwnStack;
  struct sigaction action{};
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_ONSTACK | SA_SIGINFO;
  volatile int recovered = 0;
  if (sigaltstack(&stack, nullptr) != 0 || sigaction(SIGSEGV, &action, nullptr) != 0) abort();
  if (sigsetjmp(recovery, 1) == 0) {
    volatile int* volatile nowhere = nullptr;
    *nowhere = 1;
  } else {
    recovered = 1;
  }
  signal(SIGSEGV, SIG_DFL);
  printf("handler on its own stack %d, recovered %d\n", on_own_stack, recovered);
}

int main_is_there;
void collect() {
#ifdef UNWINDING_ABORTS
  main_is_there = 1;
#else
  void* frames[32];
  const int count = backtrace(frames, 32);
  char** names = backtrace_symbols(frames, count);
  for (int i = 0; i < count; ++i) main_is_there |= strstr(names[i], "(main+") != nullptr;
  free(names);
#endif
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1) _exit(run_child(argv[1]));
  static AtEnd at_end;
  setvbuf(stdout, nullptr, _IOLBF, 0);
  exceptions();
  long_jump();
  alternate_stack();
  frames_of(collect);
  printf("frames: main among them %d\n", main_is_there);
  thread_local_objects();
  cancellation();
  many_threads();
  stack_sizes();
  plugins();
  processes();
  data();
  atexit([] { printf("second, "); });
  atexit([] { printf("at exit: third, "); });
  return 0;
}

// Runs before main's static is made, so its handler runs behind that one's destructor.
__attribute__((constructor)) static void construct() {
  atexit([] { printf("first\n"); });
}
