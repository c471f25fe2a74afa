/* A library that needs another: references by version, through pointers in data, to thread-local
   variables; a protected and a hidden symbol; one that the program overrides. */

extern int b_get(int);
extern int b_use(int);
extern int b_data[4];
extern __thread int b_thread;
extern char** environ;
#ifdef WITH_IFUNC
extern int b_ifunc(int);
int (*a_ifunc)(int) = b_ifunc;
#endif

int a_data = 7;
int* a_into_b = &b_data[1];
int (*a_table[])(int) = {b_get, b_use};
__thread int a_thread;
__attribute__((visibility("protected"))) int a_protected(int n) { return n + a_data; }
__attribute__((visibility("hidden"))) int a_hidden(int n) { return n - a_data; }
int overridden(int n) { return n; }

__attribute__((constructor)) static void start(void) { a_data = b_get(a_data); }

int a_use(int n) {
  a_thread += b_thread;
  if (environ) n += overridden(n);
  return a_protected(n) + a_hidden(n) + a_table[n & 1](n) + *a_into_b;
}

#ifdef TOTAL
/* What another library defines too. */
__thread int same_thread = 1;
int same_function(int n) { return n + same_thread; }
__asm__(".globl same_absolute\n.set same_absolute, 1");
#ifdef WITH_IFUNC
static int same_chosen(int n) { return n + 1; }
static int (*same_choose(void))(int) { return same_chosen; }
int same_ifunc(int n) __attribute__((ifunc("same_choose")));
#endif
#ifdef WITH_UNIQUE
__asm__(
    ".data\n.globl same_unique\n.type same_unique, @gnu_unique_object\n.size same_unique, 4\n"
    "same_unique:\n.long 1\n.text");
extern int same_unique;
int* a_unique = &same_unique;
#endif
#endif
