// Independent pieces of work, side by side.
#pragma once

#include <cstddef>
#include <functional>

namespace onefold {

// Calls work(i) once for each i below `count`, on up to `threads` threads, the calling one among
// them; threads that the system does not give are done without. The other threads take no signals
// but those of their own faults. What `work` throws is thrown again when all is done.
void for_each_index(size_t count, unsigned threads, const std::function<void(size_t)>& work);

}  // namespace onefold
