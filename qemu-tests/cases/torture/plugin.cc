#include "torture.h"

static thread_local int own = 3;
static int constructed;
__attribute__((constructor)) static void construct() { constructed = 4; }

// Its own TLS, its constructor, an exception of a folded library.
extern "C" int plugin(int number) {
  own += number;
  try {
    throw_odd(number);
  } catch (const Odd& odd) {
    return own + constructed + (odd.text == "odd at " + std::to_string(number) ? 0 : 1000);
  }
  return 0;
}
