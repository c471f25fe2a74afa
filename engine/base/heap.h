// How a process that lives briefly gets its memory from the kernel.
#pragma once

namespace onefold {

// Asks for a heap of a few huge pages instead of thousands of pages, each of which costs a fault,
// and keeps what is freed for the next allocation. What the system does not grant it does without.
// Called once by a program's main.
void prepare_heap();

}  // namespace onefold
