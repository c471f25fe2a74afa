#include "plan/init_order.h"

#include <elf.h>

#include <algorithm>

namespace onefold {
namespace {

bool is_musl(const Closure& closure) { return closure.loader_kind == LoaderKind::kMusl; }

// Depth-first post-order without recursion: a chain of dependencies may be as long as an input
// likes.
class PostOrder {
 public:
  PostOrder(const Closure& closure, std::vector<bool> left_out)
      : closure_(closure), visited_(std::move(left_out)) {
    visited_.resize(closure.entries.size());
  }

  void visit(size_t root) {
    if (visited_[root]) return;
    visited_[root] = true;
    stack_.push_back({root, 0});
    while (!stack_.empty()) {
      auto& [entry, next] = stack_.back();
      const auto& needs = closure_.entries[entry].needs;
      // The program's own dependencies are not known yet when glibc's loader sorts, and nothing
      // leads back to it.
      if ((entry == 0 && !is_musl(closure_)) || next == needs.size()) {
        order_.push_back(static_cast<uint32_t>(entry));
        stack_.pop_back();
        continue;
      }
      size_t child = needs[next++];
      if (visited_[child] || child == 0) continue;
      visited_[child] = true;
      stack_.push_back({child, 0});
    }
  }

  std::vector<uint32_t> take() { return std::move(order_); }

 private:
  struct Frame {
    size_t entry;
    size_t next;
  };
  const Closure& closure_;
  std::vector<bool> visited_;
  std::vector<Frame> stack_;
  std::vector<uint32_t> order_;
};

}  // namespace

std::vector<uint32_t> dependency_order(const Closure& closure, std::vector<bool> left_out) {
  PostOrder post_order(closure, std::move(left_out));
  // musl, ldso/dynlink.c (queue_ctors): from the program on.
  if (is_musl(closure)) post_order.visit(0);
  for (size_t i = closure.entries.size(); i-- > 0;) post_order.visit(i);
  return post_order.take();
}

std::vector<uint32_t> with_init_first(const Closure& closure, std::vector<uint32_t> order) {
  if (is_musl(closure)) return order;  // has no such flag
  for (size_t i = closure.entries.size(); i-- > 1;) {
    if ((closure.entries[i].module.flags_1() & DF_1_INITFIRST) == 0) continue;
    auto first = std::ranges::find(order, static_cast<uint32_t>(i));
    std::rotate(order.begin(), first, first + 1);
    break;
  }
  return order;
}

}  // namespace onefold
