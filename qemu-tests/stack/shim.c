// What libsass, libstdc++ and libgcc_s (and Hugo), built for glibc, want of libc and musl 1.2.3
// lacks. A test fixture: enough for these programs, no C library. Built as a library whose soname
// is that of glibc's loader, because libstdc++ needs that name, so that it is in everybody's scope.
#include <link.h>
#include <locale.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/random.h>
#include <time.h>

// _FORTIFY_SOURCE: the checking forms, here without the check. `flag` and `room` are what they add.
int __fprintf_chk(FILE* file, int flag, const char* format, ...) {
  (void)flag;
  va_list arguments;
  va_start(arguments, format);
  const int written = vfprintf(file, format, arguments);
  va_end(arguments);
  return written;
}
int __vfprintf_chk(FILE* file, int flag, const char* format, va_list arguments) {
  (void)flag;
  return vfprintf(file, format, arguments);
}
int __sprintf_chk(char* to, int flag, size_t room, const char* format, ...) {
  (void)flag;
  va_list arguments;
  va_start(arguments, format);
  const int written = vsnprintf(to, room, format, arguments);
  va_end(arguments);
  return written;
}
int __snprintf_chk(char* to, size_t size, int flag, size_t room, const char* format, ...) {
  (void)flag;
  va_list arguments;
  va_start(arguments, format);
  const int written = vsnprintf(to, size < room ? size : room, format, arguments);
  va_end(arguments);
  return written;
}
void* __memcpy_chk(void* to, const void* from, size_t size, size_t room) {
  if (size > room) abort();
  return memcpy(to, from, size);
}

// libstdc++'s random_device; in glibc since 2.36.
unsigned arc4random(void) {
  unsigned number = 0;
  if (getrandom(&number, sizeof(number), 0) != sizeof(number)) abort();
  return number;
}

// libgcc on aarch64 asks for the processor's atomic instructions.
unsigned long __getauxval(unsigned long type) { return getauxval(type); }

// libstdc++: may reference counts do without atomic instructions? Never, here.
char __libc_single_threaded = 0;

// Destructors of thread_local objects: a list for each thread, which the key's destructor runs,
// the latest first.
struct destructor {
  struct destructor* next;
  void (*function)(void*);
  void* object;
};
static pthread_key_t destructors;
static pthread_once_t destructors_once = PTHREAD_ONCE_INIT;
static void run_destructors(void* first) {
  for (struct destructor* d = first; d != 0;) {
    struct destructor* next = d->next;
    d->function(d->object);
    free(d);
    d = next;
  }
}
static void make_key(void) {
  if (pthread_key_create(&destructors, run_destructors)) abort();
}
int __cxa_thread_atexit_impl(void (*function)(void*), void* object, void* library) {
  (void)library;
  pthread_once(&destructors_once, make_key);
  struct destructor* d = malloc(sizeof(*d));
  if (d == 0) return -1;
  *d = (struct destructor){pthread_getspecific(destructors), function, object};
  return pthread_setspecific(destructors, d);
}

// Where is the unwind table for this address? libgcc 12 asks glibc's _dl_find_object (dlfcn.h:
// struct dl_find_object; a data base behind it on i386 alone) and has no other way. On arm it
// uses dl_iterate_phdr, which musl has.
struct found {
  unsigned long long flags;
  void *map_start, *map_end, *link_map, *eh_frame;
#ifdef __i386__
  void* eh_dbase;
  unsigned padding;
#endif
  unsigned long long reserved[7];
};
struct search {
  ElfW(Addr) address;
  struct found* found;
};
static int visit(struct dl_phdr_info* info, size_t size, void* data) {
  (void)size;
  struct search* search = data;
  ElfW(Addr) low = -1, high = 0, table = 0;
  const ElfW(Dyn)* dynamic = 0;
  int is_inside = 0;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)* header = &info->dlpi_phdr[i];
    const ElfW(Addr) begin = info->dlpi_addr + header->p_vaddr, end = begin + header->p_memsz;
    if (header->p_type == PT_GNU_EH_FRAME) table = begin;
    if (header->p_type == PT_DYNAMIC) dynamic = (const void*)begin;
    if (header->p_type != PT_LOAD) continue;
    if (begin < low) low = begin;
    if (end > high) high = end;
    if (search->address >= begin && search->address < end) is_inside = 1;
  }
  if (!is_inside) return 0;
  if (table == 0) return -1;
  *search->found =
      (struct found){.map_start = (void*)low, .map_end = (void*)high, .eh_frame = (void*)table};
#ifdef __i386__
  for (; dynamic != 0 && dynamic->d_tag != DT_NULL; ++dynamic) {
    if (dynamic->d_tag == DT_PLTGOT) search->found->eh_dbase = (void*)dynamic->d_un.d_ptr;
  }
#else
  (void)dynamic;
#endif
  return 1;
}
int _dl_find_object(void* address, struct found* found) {
  struct search search = {(ElfW(Addr))address, found};
  return dl_iterate_phdr(visit, &search) == 1 ? 0 : -1;
}

#if defined __x86_64__ || defined __i386__
// libgcc_s has these with a hidden version (GCC_4.8.0), and musl passes hidden definitions over.
// All zero: no feature of the processor is known, so nobody relies on one.
struct {
  unsigned vendor, type, subtype, features[1];
} __cpu_model;
unsigned __cpu_features2[8];
int __cpu_indicator_init(void) { return 0; }
#endif

#ifdef __powerpc__
// ld.so's shortcut for thread-local addresses that are known at start: the plain way.
extern void* __tls_get_addr(size_t*);
void* __tls_get_addr_opt(size_t* index) { return __tls_get_addr(index); }
#endif

// glibc's libstdc++ reads character tables out of the locale_t itself (struct __locale_struct: 13
// categories, three tables, 13 names). musl's "C" locale is a structure of null pointers, so one
// object can be both: to musl its first six words, to libstdc++ all of it.
const unsigned short** __ctype_b_loc(void);
const int **__ctype_tolower_loc(void), **__ctype_toupper_loc(void);
static struct {
  void* categories[13];
  const unsigned short* classes;
  const int *lower, *upper;
  const char* names[13];
} c_locale;
static pthread_once_t locale_once = PTHREAD_ONCE_INIT;
static void fill_locale(void) {
  c_locale.classes = *__ctype_b_loc();
  c_locale.lower = *__ctype_tolower_loc();
  c_locale.upper = *__ctype_toupper_loc();
  for (int i = 0; i < 13; ++i) c_locale.names[i] = "C";
}
locale_t __newlocale(int mask, const char* name, locale_t base) {
  (void)mask, (void)name, (void)base;
  pthread_once(&locale_once, fill_locale);
  return (locale_t)&c_locale;
}
locale_t __duplocale(locale_t locale) { return locale; }
void __freelocale(locale_t locale) { (void)locale; }

// libstdc++'s time_put, by its name in glibc.
size_t __strftime_l(char* to, size_t room, const char* format, const struct tm* time,
                    locale_t locale) {
  return strftime_l(to, room, format, time, locale);
}
