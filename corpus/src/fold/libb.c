/* The library of a library: two versions of a function, TLS of its own, data that others point at,
   an IFUNC where the machine has them, a weak reference that nobody answers. */

extern int puts(const char*);
extern int nowhere(int) __attribute__((weak));

__thread int b_thread = 11;
__thread char b_thread_zero[24];
static __thread int b_local = 3;
int b_data[4] = {1, 2, 3, 4};
int* b_pointer = &b_data[2];
const char b_constant[] = "constant";
static const char* const names[] = {"one", "two", "three"};
static int started;

__attribute__((constructor)) static void start(void) { started = puts(names[0]); }
__attribute__((constructor)) static void start_again(void) { ++started; }
__attribute__((destructor)) static void stop(void) { started = 0; }

int b_get_1(int n) { return n + started; }
int b_get_2(int n) { return n + *b_pointer; }
__asm__(".symver b_get_1, b_get@B_1");
__asm__(".symver b_get_2, b_get@@B_2");

#ifdef WITH_IFUNC
static int chosen(int n) { return n + 1; }
static int (*choose(void))(int) { return chosen; }
int b_ifunc(int n) __attribute__((ifunc("choose")));
#endif

#if defined(WITH_IFUNC) && defined(TOTAL) && defined(__x86_64__)
/* As glibc's functions choose, by what the loader knows of the processor. */
extern struct {
  unsigned other[8], basic[5], known[9][8], preferred[1];
} _rtld_global_ro;
enum {
  OF_7_EBX = 5,
  OF_1_ECX = 6,
  AVX2 = 1 << 5,
  RTM = 1 << 11,
  SSSE3 = 1 << 9,
  FAST_LOAD = 1 << 9
};
static int by_avx512(int n) { return n + 4; }
static int by_avx2(int n) { return n + 3; }
static int by_ssse3(int n) { return n + 2; }
static int by_sse2(int n) { return n + 1; }
static int (*choose_by_level(void))(int) {
  unsigned seven = _rtld_global_ro.known[1][OF_7_EBX];
  if (seven & AVX2 && _rtld_global_ro.preferred[0] & FAST_LOAD) {
    if ((seven & 3U << 30) == 3U << 30) return by_avx512;
    if (!(seven & RTM)) return by_avx2;
  }
  return _rtld_global_ro.known[0][OF_1_ECX] & SSSE3 ? by_ssse3 : by_sse2;
}
int b_by_level(int n) __attribute__((ifunc("choose_by_level")));
#define BY_LEVEL(n) b_by_level(n)
#else
#define BY_LEVEL(n) (n)
#endif

int b_use(int n) {
  b_local += b_thread + b_thread_zero[n & 7];
  if (nowhere) n += nowhere(n);
  return BY_LEVEL(n) + names[n & 1][0] + b_local;
}

#ifdef TOTAL
/* What another library defines too. */
__thread int same_thread = 2;
int same_function(int n) { return n + same_thread; }
__asm__(".globl same_absolute\n.set same_absolute, 2");
#ifdef WITH_IFUNC
static int same_chosen(int n) { return n + 2; }
static int (*same_choose(void))(int) { return same_chosen; }
int same_ifunc(int n) __attribute__((ifunc("same_choose")));
#endif
#ifdef WITH_UNIQUE
__asm__(
    ".data\n.globl same_unique\n.type same_unique, @gnu_unique_object\n.size same_unique, 4\n"
    "same_unique:\n.long 2\n.text");
extern int same_unique;
int* b_unique = &same_unique;
#endif
#endif
