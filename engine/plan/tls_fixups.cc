#include "plan/tls_fixups.h"

namespace onefold {

Result<void> plan_tls_fixup(const FixupContext& context, FixupList& list, const FixupSite& site,
                            Definition definition, bool is_offset_written) {
  const Part& target = context.parts.part_of(definition.module);
  const Symbol* symbol =
      site.relocation.symbol == 0 ? nullptr : &target.linkable->symbols[definition.symbol];
  const bool negated = site.row.action == RelocAction::kTlsTpOffsetNegated;
  const uint64_t addend = static_cast<uint64_t>(site.addend);
  const uint64_t offset = target.tls_offset + (symbol != nullptr ? symbol->value.value : 0) +
                          (negated ? 0 - addend : addend);
  const uint64_t word_size = context.machine.format.word_size();
  switch (site.row.action) {
    case RelocAction::kTlsModule: {
      // glibc, elf/rtld.c: the program gets its number before all else.
      constexpr uint64_t kProgramsModule = 1;
      if (context.fixed_address && context.loader != nullptr && !context.musl) {
        list.word(site, kProgramsModule);
      } else {
        list.tls(site, 0);
      }
      // Without a relocation of its own (DTPOFF) the pair's second word is an offset in the
      // module's block, known since link time.
      ModuleAddress second = site.relocation.place + word_size;
      if (target.tls_offset == 0 || is_offset_written) return {};
      ONEFOLD_TRY(auto bytes, site.part.module->bytes_at(second, word_size, "GOT"));
      uint64_t value = with_format(site.part.module->format(), [&]<typename E>() -> uint64_t {
        return FileView::as_table<typename E::Addr>(bytes)[0];
      });
      list.patch(second, value + target.tls_offset, static_cast<uint8_t>(word_size));
      return {};
    }
    case RelocAction::kTlsDtpOffset:
      list.word(site, offset - static_cast<uint64_t>(context.machine.tls_dtv_bias));
      return {};
    case RelocAction::kTlsTpOffset:
    case RelocAction::kTlsTpOffsetNegated: {
      if (context.shared_object) {
        list.tls(site, static_cast<int64_t>(negated ? 0 - offset : offset));
        return {};
      }
      const int64_t value = tp_offset(context.tls, context.machine, offset);
      list.word(site, static_cast<uint64_t>(negated ? -value : value));
      return {};
    }
    case RelocAction::kTlsDescriptor:
      list.tls(site, static_cast<int64_t>(offset));
      return {};
    default:
      return refuse(site, "a TLS relocation", "another one");
  }
}

}  // namespace onefold
