#include "testing/unwind_table.h"

#include <algorithm>

#include "testing/byte_writer.h"

namespace onefold::testing {
namespace {

constexpr uint8_t kUdata4 = 0x03, kPcrelSdata4 = 0x1b, kDatarelSdata4 = 0x3b;  // DW_EH_PE_*

// `to` seen from `from`, in the 4 bytes of an sdata4.
template <typename E>
typename E::Word distance(uint64_t to, uint64_t from) {
  return static_cast<uint32_t>(to - from);
}

template <typename E>
void append_cie(ByteWriter& out) {
  using Word = typename E::Word;
  // Version 1, augmentation "zR", code alignment 1, data alignment -4, return address in column 16,
  // one byte of augmentation data: how FDEs encode addresses. DW_CFA_nop (0) fills up.
  const uint8_t body[] = {1, 'z', 'R', 0, 1, 0x7c, 16, 1, kPcrelSdata4, 0, 0, 0};
  out.append_record(Word(uint32_t{sizeof(Word) + sizeof(body)}));
  out.append_record(Word(0));
  out.append(body);
}

}  // namespace

template <typename E>
UnwindTable encode_unwind(std::vector<ImageSpec::FunctionRange> functions, uint64_t header_at) {
  using Word = typename E::Word;
  const uint64_t frames_at = header_at + 12 + 8 * functions.size();
  std::ranges::sort(functions, {}, &ImageSpec::FunctionRange::start);
  ByteWriter frames;
  append_cie<E>(frames);
  std::vector<uint64_t> fdes;
  for (const auto& function : functions) {
    fdes.push_back(frames_at + frames.size());
    frames.append_record(Word(16));
    frames.append_record(Word(static_cast<uint32_t>(frames.size())));  // back to the CIE, at 0
    frames.append_record(distance<E>(function.start, frames_at + frames.size()));
    frames.append_record(Word(static_cast<uint32_t>(function.size)));
    frames.append_record(Word(0));  // no augmentation data, three DW_CFA_nop
  }
  frames.append_record(Word(0));

  ByteWriter header;
  header.append({1, kPcrelSdata4, kUdata4, kDatarelSdata4});
  header.append_record(distance<E>(frames_at, header_at + 4));
  header.append_record(Word(static_cast<uint32_t>(functions.size())));
  for (size_t i = 0; i < functions.size(); ++i) {
    header.append_record(distance<E>(functions[i].start, header_at));
    header.append_record(distance<E>(fdes[i], header_at));
  }
  return {header.take(), frames.take()};
}

template UnwindTable encode_unwind<Elf32Le>(std::vector<ImageSpec::FunctionRange>, uint64_t);
template UnwindTable encode_unwind<Elf32Be>(std::vector<ImageSpec::FunctionRange>, uint64_t);
template UnwindTable encode_unwind<Elf64Le>(std::vector<ImageSpec::FunctionRange>, uint64_t);
template UnwindTable encode_unwind<Elf64Be>(std::vector<ImageSpec::FunctionRange>, uint64_t);

}  // namespace onefold::testing
