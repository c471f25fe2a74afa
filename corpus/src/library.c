/* A shared object with one of everything that a loader reads: versions, TLS of both kinds, a
   constructor, an IFUNC where the machine has them, addresses that need relocations, strings. */

extern int other_get(int);
extern int other_weak(int) __attribute__((weak));

__thread int tls_set = 7;
__thread int tls_zero;
static __thread int tls_local = 3;

static int counter;
int data = 5;
int* data_address = &data;
int* local_address = &counter;
const char* const names[] = {"one", "two", "three", "four"};

__attribute__((constructor)) static void start(void) { counter = other_get(1); }
__attribute__((destructor)) static void stop(void) { counter = 0; }

int get_v1(int n) { return n + counter; }
int get_v2(int n) { return n + data; }
__asm__(".symver get_v1, get@V_1");
__asm__(".symver get_v2, get@@V_2");

#ifdef WITH_IFUNC
static int chosen(int n) { return n; }
static int (*choose(void))(int) { return chosen; }
int ifunc(int n) __attribute__((ifunc("choose")));
#endif

int use(int n) {
  tls_zero += n;
  tls_local += tls_set;
  if (other_weak) n += other_weak(n);
  return other_get(n) + tls_local + *data_address + *local_address + names[n & 3][0];
}
