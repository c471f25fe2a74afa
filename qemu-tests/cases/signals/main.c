// build: liba.so main.c
// build: libb.so main.c -la
// build: main main.c -la -lb -pthread
// folded: liba.so libb.so
// output: handler in a: SIGUSR1 with value 7, tls 5
// output: on its own stack 1
// output: recovered from SIGSEGV in b
// output: interrupted 1

// Signal handlers in folded libraries: with siginfo, TLS, an alternate stack, siglongjmp out of a
// fault in another library's code, and restarts of system calls.

#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void install(void);
void fault(void);
int recovered(void);
extern volatile int* nowhere;

#if defined(PART_liba)
static __thread int tls = 5;
static char stack[65536];
static volatile int value, seen_tls, on_stack;
static sigjmp_buf back;
static void on_usr1(int number, siginfo_t* info, void* context) {
  char local;
  (void)number;
  (void)context;
  value = info->si_value.sival_int;
  seen_tls = tls;
  on_stack = &local >= stack && &local < stack + sizeof stack;
}
static void on_segv(int number) { siglongjmp(back, number); }
void install(void) {
  stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
  struct sigaction action = {.sa_sigaction = on_usr1, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigaltstack(&alternate, NULL);
  sigaction(SIGUSR1, &action, NULL);
  sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 7});
  printf("handler in a: SIGUSR1 with value %d, tls %d\n", value, seen_tls);
  printf("on its own stack %d\n", on_stack);
}
int recovered(void) {
  signal(SIGSEGV, on_segv);
  if (sigsetjmp(back, 1)) return 1;
  fault();
  return 0;
}
#elif defined(PART_libb)
volatile int* nowhere;
void fault(void) { *nowhere = 1; }
#else
static void on_alarm(int number) { (void)number; }
int main(void) {
  install();
  if (recovered()) puts("recovered from SIGSEGV in b");
  struct sigaction action = {.sa_handler = on_alarm};
  sigaction(SIGALRM, &action, NULL);
  ualarm(20000, 20000);  // again, should the first come before pause()
  int interrupted = pause() == -1 && errno == EINTR;
  printf("interrupted %d\n", interrupted);
}
#endif
