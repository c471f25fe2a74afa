// build: liba.so main.c
// build: libb.so main.c -la
// build: main main.c -la -lb
// folded: liba.so libb.so
// output: number: main 41, a 41, b 41
// output: after main's write: main 42, a 42, b 42
// output: after a's write: main 43, a 43, b 43
// output: alias: main 7, a 7, by its other name 7
// output: alias after main's write: a 8, by its other name 8
// output: record: text words, function 5, self ok, sibling ok, exe 9
// output: array: 1 2 3 4

// The executable has R_COPY relocations against a folded library's data: from then on the
// executable's slot is the one object, for the library too; its bytes hold relocated pointers (to
// text, data, a function, itself, and a symbol of the executable); two names of one address move
// together.

#include <stdio.h>

struct record {
  const char* text;
  int (*function)(void);
  struct record* self;
  int* sibling;
  int* exe;
};
extern int number;
extern int alias;
extern int __alias;
extern struct record record;
extern int array[4];
extern int of_exe;
int read_number_a(void);
int read_number_b(void);
void write_number_a(int);
int read_alias_a(void);
int read_other_alias_a(void);
int* sibling_a(void);

#if defined(PART_liba)
int number = 41;
int __alias = 7;
extern int alias __attribute__((weak, alias("__alias")));
int array[4] = {1, 2, 3, 4};
static int sibling = 3;
static int five(void) { return 5; }
struct record record = {"words", five, &record, &sibling, &of_exe};
int read_number_a(void) { return number; }
void write_number_a(int value) { number = value; }
int read_alias_a(void) { return alias; }
int read_other_alias_a(void) { return __alias; }
int* sibling_a(void) { return &sibling; }
#elif defined(PART_libb)
int read_number_b(void) { return number; }
#else
int of_exe = 9;
int main(void) {
  printf("number: main %d, a %d, b %d\n", number, read_number_a(), read_number_b());
  number = 42;
  printf("after main's write: main %d, a %d, b %d\n", number, read_number_a(), read_number_b());
  write_number_a(43);
  printf("after a's write: main %d, a %d, b %d\n", number, read_number_a(), read_number_b());
  printf("alias: main %d, a %d, by its other name %d\n", alias, read_alias_a(),
         read_other_alias_a());
  alias = 8;
  printf("alias after main's write: a %d, by its other name %d\n", read_alias_a(),
         read_other_alias_a());
  printf("record: text %s, function %d, self %s, sibling %s, exe %d\n", record.text,
         record.function(), record.self == &record ? "ok" : "wrong",
         record.sibling == sibling_a() ? "ok" : "wrong", *record.exe);
  printf("array: %d %d %d %d\n", array[0], array[1], array[2], array[3]);
}
#endif
