#include "verify/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <utility>

#include "verify/choices.h"
#include "verify/context.h"
#include "verify/dlsym.h"
#include "verify/exports.h"
#include "verify/file_data.h"
#include "verify/headers.h"
#include "verify/image.h"
#include "verify/init.h"
#include "verify/late.h"
#include "verify/order.h"
#include "verify/protection.h"
#include "verify/queries.h"
#include "verify/stub.h"
#include "verify/tls.h"
#include "verify/unmapped.h"
#include "verify/unwind.h"
#include "verify/versions.h"

namespace onefold::verify {
namespace {

// Relocations of the fold that stand for nothing of the original.
void check_leftover_sites(Context& context, Report& report) {
  for (const FoldSite& site : context.sites()) {
    if (site.used || site.type.meaning == Meaning::kNothing) continue;
    if (is_in_unused_block(context, site.place)) continue;
    report.differ(Aspect::kRelocation, fmt::format("{:#x} of the fold", site.place),
                  "no relocation", describe(context.value_of(site), context.after()));
  }
  for (size_t i = 1; i < context.sites().size(); ++i) {
    if (context.sites()[i].place == context.sites()[i - 1].place) {
      report.differ(Aspect::kRelocation, fmt::format("{:#x} of the fold", context.sites()[i].place),
                    "one relocation", "several");
    }
  }
}

}  // namespace

Result<Report> verify(const Input& input, Threads& threads) {
  Report report;
  report.original = input.originals.front().path;
  report.folded = input.folded->file.name();
  compare_order(input, report);
  ONEFOLD_TRY(auto context, Context::make(input, threads, report));
  // Walks over all code and all unwind records, with which no other comparison has to do.
  Report of_walks;
  Result<void> walked;
  const Job walks = threads.start([&, &context = std::as_const(*context)] {
    compare_unmapped(context, of_walks);
    walked = compare_unwinding(context, of_walks);
  });
  compare_map(*context, report);
  compare_level(*context, report);
  compare_dlsym(*context, report);
  compare_late(*context, report);
  auto stub = compare_stub(*context, report);
  std::vector<DeadRange> in_loader;
  if (stub) {
    in_loader = compare_queries(*context, *stub, report);
    compare_aliases(*context, *stub, report);
    ONEFOLD_CHECK(compare_initialisers(*context, *stub, report));
    compare_relro(*context, *stub, report);
  }
  ONEFOLD_TRY(auto image, ImageComparison::of(*context, std::move(in_loader)));
  std::vector<Report> of_bytes(image.pieces());
  std::vector<Job> bytes;
  bytes.reserve(image.pieces());
  for (size_t i = 0; i < image.pieces(); ++i)
    bytes.push_back(threads.start([&, i] { image.compare_bytes(i, of_bytes[i]); }));
  compare_exports(*context, report);  // says where blocks are that no site refers to
  image.compare_sites(report);
  compare_tls_layout(*context, report);
  ONEFOLD_CHECK(compare_headers(*context, report));
  compare_stack(*context, report);
  ONEFOLD_CHECK(compare_properties(*context, report));
  compare_file_data(*context, report);
  compare_versions(*context, report);
  ONEFOLD_CHECK(compare_kept_bindings(*context, report));
  // The other thread takes them from the first on.
  for (const Job& job : bytes | std::views::reverse) job.wait();
  for (const Report& piece : of_bytes) report.add(piece);
  walks.wait();
  ONEFOLD_CHECK(std::move(walked));
  report.add(of_walks);
  check_leftover_sites(*context, report);
  note_known_differences(*context, report);
  if (context->before().gave_up() || context->after().gave_up()) {
    return fail(input.folded->file.error("DT_SYMTAB", "names that lookups tell apart",
                                         "too many symbols of one name"));
  }
  return report;
}

}  // namespace onefold::verify
