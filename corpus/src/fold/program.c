/* The program: calls, pointers and thread-local accesses into its libraries; linked at a fixed
   address it copies b_data and a_data, and has canonical PLT entries. */

extern int a_use(int);
extern int b_get(int);
extern int puts(const char*);
extern int a_data;
extern int b_data[4];
extern __thread int a_thread;

__thread int own_thread = 13;
__thread char own_zero[8];
int own_data = 5;
int* own_pointer = &own_data;
int* into_a = &a_data;
int (*functions[])(int) = {a_use, b_get};
int overridden(int n) { return n + own_thread; }

__attribute__((constructor)) static void start(void) { own_zero[0] = 1; }
__attribute__((destructor)) static void stop(void) { own_zero[0] = 0; }

#ifdef TOTAL
extern int same_function(int);
extern int* b_pointer;
#ifdef WITH_NEXT
extern void* dlsym(void*, const char*);
void* next;
#endif
#endif

#ifdef TOTAL
#ifdef WITH_IFUNC
static int own_chosen(int n) { return n - 1; }
static int (*own_choose(void))(int) { return own_data ? own_chosen : overridden; }
static int own_ifunc(int n) __attribute__((ifunc("own_choose")));
#endif
#endif

#ifdef WITH_DATA
__asm__(".section .boot,\"\",%progbits\n.ascii \"boot image\"\n.text");
#endif

void _start(void) {
#ifdef TOTAL
#ifdef WITH_NEXT
  next = dlsym((void*)-1L, "overridden");
#endif
  own_data += same_function(own_data) + *b_pointer;
#ifdef WITH_IFUNC
  own_data += own_ifunc(own_data);
#endif
#endif
  own_data = functions[own_data & 1](*own_pointer) + a_thread + b_data[1] + *into_a;
  puts("done");
  for (;;) {
  }
}
