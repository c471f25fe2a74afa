// What the kernel starts of a fold for processors of one level (onefold fold --cpu): asks whether
// this processor has all that the level has, then goes on to enter.c's code as if the kernel had
// started that. `make-listing level x86_64` compiles it into x86_64_level.s and x86_64_level.inc.
//
// - Leaf 0, the highest that there is, is not asked: behind it a processor answers zeros, or what
//   its highest one says, and none below 7 has all bits of leaf 7 that a level wants. Every x86-64
//   has leaf 0x80000001.
// - The loader need not ask again what it remembers (machine/cpu_queries.h).
//
// No data, no GOT, no stack protector: nothing is relocated yet.
#include <stdint.h>

typedef uint64_t word;

// An image address, as its distance from the table's start.
typedef word distance;

struct needs {
  word leaf;
  word ebx, ecx, edx;  // bits
  distance answer;     // where the loader keeps the answer; 0: nowhere
};

struct table {
  distance enter;    // what is entered then
  distance message;  // what is said of another processor, in one line
  word message_size;
  word state;  // bits of XCR0: registers that the kernel saves
  word count;
  struct needs needs[];  // leaf 1 first
};

struct answer {
  uint32_t known;
  uint32_t eax, ebx, ecx, edx;
};

enum { CALL_WRITE = 1, CALL_EXIT_GROUP = 231 };

__asm__(
    "\t.text\n\t.type start, %function\nstart:\n"
    "\tlea table(%rip), %rdi\n"
    "\tcall check\n"
    "\tjmp *%rax\n");

static inline word call(word number, word a, word b, word c) {
  word result;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c)
                   : "rcx", "r11", "memory");
  return result;
}

static inline void ask(uint32_t leaf, struct answer* answer) {
  __asm__ volatile("cpuid"
                   : "=a"(answer->eax), "=b"(answer->ebx), "=c"(answer->ecx), "=d"(answer->edx)
                   : "a"(leaf), "c"(0));
}

// Only with OSXSAVE, which a level that wants any of it has in leaf 1.
static inline word saved_state(void) {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

static inline int has_all(const struct table* table) {
  const struct needs* needs = table->needs;
  for (word i = table->count; i != 0; --i, ++needs) {
    struct answer answer;
    ask((uint32_t)needs->leaf, &answer);
    if (needs->answer != 0) {
      answer.known = 1;
      *(struct answer*)((word)table + needs->answer) = answer;
    }
    if (((needs->ebx & ~answer.ebx) | (needs->ecx & ~answer.ecx) | (needs->edx & ~answer.edx)) != 0)
      return 0;
  }
  return table->state == 0 || (table->state & ~saved_state()) == 0;
}

// Returns the address of enter.c's code.
__attribute__((used)) static word check(const struct table* table) {
  if (!has_all(table)) {
    call(CALL_WRITE, 2, (word)table + table->message, table->message_size);
    call(CALL_EXIT_GROUP, 127, 0, 0);
  }
  return (word)table + table->enter;
}
