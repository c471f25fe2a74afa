#include "verify/psabi.h"

#include <elf.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <random>
#include <vector>

#include "machine/cpu_levels.h"
#include "machine/cpu_queries.h"
#include "machine/idle_function.h"
#include "machine/late_code.h"
#include "machine/machine.h"
#include "machine/next_code.h"
#include "machine/start_stub.h"
#include "verify/claim.h"

namespace onefold::verify {
namespace {

Meaning meaning_of(RelocAction action) {
  switch (action) {
    case RelocAction::kNone:
      return Meaning::kNothing;
    case RelocAction::kAbsolute:
    case RelocAction::kGlobDat:
      return Meaning::kWord;
    case RelocAction::kJumpSlot:
      return Meaning::kCall;
    case RelocAction::kPcRelative:
      return Meaning::kDistance;
    case RelocAction::kBaseRelative:
      return Meaning::kBase;
    case RelocAction::kIRelative:
      return Meaning::kResolver;
    case RelocAction::kCopy:
      return Meaning::kCopy;
    case RelocAction::kTlsModule:
      return Meaning::kModule;
    case RelocAction::kTlsDtpOffset:
      return Meaning::kBlockOffset;
    case RelocAction::kTlsTpOffset:
      return Meaning::kThreadOffset;
    case RelocAction::kTlsTpOffsetNegated:
      return Meaning::kThreadOffsetNegated;
    case RelocAction::kTlsDescriptor:
      return Meaning::kDescriptor;
    case RelocAction::kSize:
      return Meaning::kObjectSize;
    default:
      return Meaning::kUnknown;
  }
}

class EachPsAbi : public testing::TestWithParam<const PsAbi*> {
 protected:
  const PsAbi& psabi() const { return *GetParam(); }
  const Machine& machine() const {
    for (const Machine* m : all_machines()) {
      if (m->name == psabi().name) return *m;
    }
    throw std::runtime_error("no such machine");
  }
};

// Two tables, written apart: where they differ one of them is wrong.
TEST_P(EachPsAbi, AgreesWithTheEnginesTable) {
  for (const RelocRow& row : machine().relocations) {
    const RelocationType type = psabi().find(row.type);
    EXPECT_EQ(type.meaning, meaning_of(row.action)) << row.name;
    if (type.meaning == Meaning::kUnknown || type.meaning == Meaning::kNothing) continue;
    EXPECT_EQ(type.size, row.size) << row.name;
    EXPECT_EQ(type.addend, row.addend == Addend::kUsed) << row.name;
  }
  for (const RelocationType& type : psabi().types)
    EXPECT_NE(machine().find(type.type), nullptr) << type.type;
}

TEST_P(EachPsAbi, AgreesOnEverythingElse) {
  EXPECT_EQ(psabi().machine, machine().e_machine);
  EXPECT_EQ(psabi().format, machine().format);
  EXPECT_EQ(psabi().blocks_below_tp, machine().tls_variant == TlsVariant::kII);
  EXPECT_EQ(psabi().tcb_size, machine().tls_tcb_size);
  EXPECT_EQ(psabi().tp_bias, machine().tls_tp_bias);
  EXPECT_EQ(psabi().dtv_bias, machine().tls_dtv_bias);
  EXPECT_EQ(psabi().stack_is_executable, machine().default_stack_exec);
  EXPECT_EQ(psabi().page, machine().max_page_size);
  EXPECT_EQ(psabi().sysv_hash_entry, machine().sysv_hash_entry_size);
  EXPECT_EQ(psabi().addend_has_local_value, machine().local_value_in_addend);
  EXPECT_EQ(psabi().argument_first, machine().tls_descriptor_argument_first);
  EXPECT_EQ(psabi().runs_init_functions, machine().calls_init_functions);
  EXPECT_EQ(psabi().plt_flag, machine().canonical_plt_flag);
  EXPECT_EQ(psabi().implicit_got, machine().implicit_got != nullptr);
  EXPECT_TRUE(std::ranges::equal(psabi().headers, machine().processor_headers, {}, {},
                                 &ProcessorHeader::type));
}

// A stub that changed must be read again by whoever changes the listing.
TEST_P(EachPsAbi, KnowsTheStubThatFoldsHave) {
  const StartStub* stub = machine().start_stub;
  ASSERT_NE(stub, nullptr);
  EXPECT_EQ(stub->code.size(), psabi().stub.size);
  EXPECT_EQ(hash_text(std::as_bytes(stub->code)), psabi().stub.xxh128);
  EXPECT_EQ(stub->program_entry, 0U);
  EXPECT_EQ(stub->init, psabi().stub.init);
  EXPECT_EQ(stub->fini, psabi().stub.fini);
  EXPECT_EQ(stub->report, psabi().stub.report);
  const auto& enter = machine().enter_code;
  EXPECT_EQ(enter.size(), psabi().entrance.size);
  EXPECT_TRUE(enter.empty() || hash_text(std::as_bytes(enter)) == psabi().entrance.xxh128);
  const NextCode* next = machine().next_code;
  ASSERT_EQ(next != nullptr, psabi().dlsym.code.size != 0);
  if (next == nullptr) return;
  EXPECT_EQ(next->code.size(), psabi().dlsym.code.size);
  EXPECT_EQ(hash_text(std::as_bytes(next->code)), psabi().dlsym.code.xxh128);
  EXPECT_EQ(next->dlsym, psabi().dlsym.dlsym);
  EXPECT_EQ(next->dlvsym, psabi().dlsym.dlvsym);
}

TEST_P(EachPsAbi, ReadsTheThunksThatFoldsHave) {
  const StartStub& stub = *machine().start_stub;
  ASSERT_EQ(stub.thunk_size, psabi().thunk_size);
  std::vector<std::byte> code(stub.thunk_size);
  constexpr uint64_t kAt = 0x12345670;
  for (const int64_t away : {0x1238, -0x1238, 0x7fff04, -0x801004, 0x9dc}) {
    const uint64_t message = kAt - static_cast<uint64_t>(away) + 1;
    const uint64_t report = kAt + static_cast<uint64_t>(away);
    stub.write_thunk(code, kAt, message, report);
    auto thunk = psabi().read_thunk(code, kAt);
    ASSERT_TRUE(thunk.has_value()) << away;
    EXPECT_EQ(thunk->message, message) << away;
    EXPECT_EQ(thunk->report, report) << away;
  }
  EXPECT_EQ(psabi().read_thunk(std::vector<std::byte>(code.size()), kAt), std::nullopt);
}

TEST_P(EachPsAbi, ReadsTheQueriesThatFoldsHave) {
  const CpuQueries* queries = machine().cpu_queries;
  const QueryListing* listing = psabi().queries;
  ASSERT_EQ(queries != nullptr, listing != nullptr);
  if (queries == nullptr) return;
  EXPECT_EQ(queries->size, listing->size);
  EXPECT_EQ(queries->jump_size, listing->jump_size);
  EXPECT_EQ(queries->answer_size, listing->answer_size);
  ASSERT_GE(queries->thunk_size, listing->thunk_size);
  constexpr uint64_t kAt = 0x12345670;
  for (const int64_t away : {0x1238, -0x1238, 0x7fffff04, -0x7ffffe04}) {
    const onefold::QueryThunk thunk{.at = kAt,
                                    .answer = kAt + static_cast<uint64_t>(away),
                                    .goes_on = kAt - static_cast<uint64_t>(away),
                                    .question = 0x80000006};
    std::vector<std::byte> code(queries->thunk_size);
    queries->write_thunk(code, thunk);
    code.resize(listing->thunk_size);
    const auto read = listing->read_thunk(code, kAt);
    ASSERT_TRUE(read.has_value()) << away;
    EXPECT_EQ(read->answer, thunk.answer) << away;
    EXPECT_EQ(read->goes_on, thunk.goes_on) << away;
    EXPECT_EQ(read->question, thunk.question) << away;
    const uint64_t jump = queries->jump(kAt, thunk.answer);
    EXPECT_EQ(listing->read_jump(std::as_bytes(std::span(&jump, 1)), kAt), thunk.answer) << away;
    // Every byte says something.
    for (std::byte& byte : code) {
      byte ^= std::byte{0x10};
      const auto other = listing->read_thunk(code, kAt);
      EXPECT_TRUE(!other || other->answer != thunk.answer || other->goes_on != thunk.goes_on ||
                  other->question != thunk.question)
          << &byte - code.data();
      byte ^= std::byte{0x10};
    }
  }
}

TEST_P(EachPsAbi, ReadsTheLateCodeThatFoldsHave) {
  const LateCode* late = machine().late_code;
  ASSERT_EQ(late != nullptr, psabi().read_late != nullptr);
  if (late == nullptr) return;
  ASSERT_EQ(late->thunk_size, psabi().late_size);
  constexpr uint64_t kAt = 0x12345670;
  for (const int64_t away : {0x1238, -0x1238, 0x7fffff04, -0x7ffffe04}) {
    const onefold::LateThunk thunk{.at = kAt,
                                   .first = kAt + static_cast<uint64_t>(away),
                                   .goes_on = kAt - static_cast<uint64_t>(away)};
    std::vector<std::byte> code(late->thunk_size);
    late->write_thunk(code, thunk);
    for (std::byte& byte : code) {
      const auto read = psabi().read_late(code, kAt);
      ASSERT_TRUE(read.has_value()) << away;
      EXPECT_EQ(read->first, thunk.first) << away;
      EXPECT_EQ(read->goes_on, thunk.goes_on) << away;
      byte ^= std::byte{0x10};
      const auto other = psabi().read_late(code, kAt);
      EXPECT_TRUE(!other || other->first != thunk.first || other->goes_on != thunk.goes_on);
      byte ^= std::byte{0x10};
    }
  }
}

TEST_P(EachPsAbi, KnowsTheLevelsThatFoldsHave) {
  const CpuLevels* levels = machine().cpu_levels;
  const LevelListing* listing = psabi().levels;
  ASSERT_EQ(levels != nullptr, listing != nullptr);
  if (levels == nullptr) return;
  EXPECT_EQ(levels->check_code.size(), listing->code.size);
  EXPECT_EQ(hash_text(std::as_bytes(levels->check_code)), listing->code.xxh128);
  EXPECT_EQ(levels->known_function, listing->knowledge_function);
  ASSERT_EQ(levels->levels.size(), listing->levels.size());
  for (size_t i = 0; i < levels->levels.size(); ++i) {
    const CpuLevel& ours = levels->levels[i];
    const Level& theirs = listing->levels[i];
    EXPECT_EQ(ours.name, theirs.name);
    EXPECT_EQ(ours.state, theirs.state);
    ASSERT_EQ(ours.features.size(), theirs.needs.size());
    for (size_t j = 0; j < ours.features.size(); ++j) {
      const CpuFeatures& has = ours.features[j];
      EXPECT_EQ((LevelNeeds{has.leaf, has.ebx, has.ecx, has.edx}), theirs.needs[j]) << ours.name;
    }
  }
}

// Both in their own way.
TEST_P(EachPsAbi, KnowsWhatCodeMayAddress) {
  constexpr uint64_t kAt = 0x12340, kSize = 0x10000;
  const auto may_address = machine().may_address;
  ASSERT_EQ(may_address != nullptr, psabi().may_refer != nullptr);
  if (may_address == nullptr) return;
  std::minstd_rand random;  // NOLINT: the same each time
  std::vector<std::byte> code(700);
  size_t found = 0;
  for (int round = 0; round < 2000; ++round) {
    for (std::byte& byte : code) byte = static_cast<std::byte>(random() >> 8);
    // Some operands to what is in front of the code, if these are operands.
    for (size_t i = random() % 100; i + 5 <= code.size(); i += 100)
      code[i + 3] = code[i + 4] = std::byte{0xff};
    const bool may = may_address(code, kAt, kAt - kSize, kAt);
    EXPECT_EQ(may, psabi().may_refer(code, kAt, kAt - kSize, kAt)) << round;
    found += may ? 1 : 0;
  }
  EXPECT_GT(found, 100U);
  EXPECT_LT(found, 1900U);
}

struct Reach {
  uint64_t at = 0;  // of the code
  uint64_t begin = 0;
  uint64_t end = 0;
};

// In front of the code and behind it; where the two highest bytes of distances change within a
// block or within what is referred to; and of more than 16 MiB.
constexpr Reach kReaches[] = {
    {0x51000, 0x1000, 0x1400},      {0x1000, 0x51000, 0x51400},   {0x1000000, 0, 0x300},
    {0x1001000, 0xf00, 0x1100},     {0x100f0, 0, 0x200},          {0x20000, 0xff80, 0x10080},
    {0x1000, 0xfc0, 0x1000},        {0x1000, 0x1000, 0x1040},     {0x1000, 0x1000f00, 0x1001300},
    {0x2000000, 0x1000, 0x1801000}, {0x1000, 0x11000, 0x1011000}, {0x1000000, 0xff0200, 0xff0210},
};

TEST_P(EachPsAbi, SeesAnOperandAtEveryPlace) {
  const auto may_refer = psabi().may_refer;
  if (may_refer == nullptr) return;
  for (const auto& [at, begin, end] : kReaches) {
    for (size_t size : {5U, 260U, 261U, 262U, 300U, 518U}) {
      std::vector<std::byte> code(size, std::byte{0x90});
      for (size_t place = 0; place + 5 <= size; ++place) {
        for (auto [target, leads] :
             {std::pair{begin - 5, false}, {begin - 4, true}, {end - 1, true}, {end, false}}) {
          const auto distance = static_cast<uint32_t>(target - (at + place + 5));
          code[place] = std::byte{0x05};
          for (size_t i = 0; i < 4; ++i)
            code[place + 1 + i] = std::byte(distance >> (8 * i) & 0xff);
          const bool other_operand = std::ranges::any_of(
              std::span(code).subspan(place + 1, 4),
              [](std::byte byte) { return (byte & std::byte{0xc7}) == std::byte{5}; });
          if (leads || !other_operand) {
            EXPECT_EQ(may_refer(code, at, begin, end), leads)
                << std::hex << at << ' ' << begin << ' ' << size << ' ' << place;
          }
          std::ranges::fill(std::span(code).subspan(place, 5), std::byte{0x90});
        }
      }
    }
  }
}

// Every machine that can be folded.
TEST(PsAbis, HaveEveryMachineWithAStub) {
  for (const Machine* machine : all_machines()) {
    if (machine->start_stub == nullptr) continue;
    Header header;
    header.machine = machine->e_machine;
    header.format = machine->format;
    EXPECT_NE(find_psabi(header), nullptr) << machine->name;
  }
}

INSTANTIATE_TEST_SUITE_P(, EachPsAbi, testing::ValuesIn(all_psabis()), [](const auto& each) {
  std::string name(each.param->name);
  std::ranges::replace(name, '-', '_');
  return name;
});

// crti.o's _init: whatever else its bytes are, it is not what the engine takes it for.
TEST(Idle, VerifyFollowsWhatTheEngineKnows) {
  constexpr uint64_t kAt = 0x1000;
  constexpr uint64_t kWord = 0x3ff4;
  std::vector<uint8_t> init = {0x48, 0x83, 0xec, 0x08, 0x48, 0x8b, 0x05, 0xe9,
                               0x2f, 0,    0,    0x48, 0x85, 0xc0, 0x74, 0x02,
                               0xff, 0xd0, 0x48, 0x83, 0xc4, 0x08, 0xc3};
  auto does_nothing = [&](uint64_t zero) {
    return kX86_64.does_nothing(std::as_bytes(std::span(init)), kAt, kAt,
                                [&](uint64_t word) { return word == zero; });
  };
  EXPECT_TRUE(does_nothing(kWord));
  EXPECT_FALSE(does_nothing(kWord + 8));
  const Machine* machine = find_machine(EM_X86_64, kX86_64.format, 0);
  ASSERT_NE(machine, nullptr);
  for (size_t i = 0; i < init.size(); ++i) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      init[i] ^= static_cast<uint8_t>(1U << bit);
      const auto idle = machine->idle_function(std::as_bytes(std::span(init)), kAt, kAt);
      const bool is_jumped_over = i == 16 || i == 17;
      EXPECT_EQ(does_nothing(kWord), is_jumped_over || (idle && idle->unless == kWord))
          << i << ' ' << bit;
      init[i] ^= static_cast<uint8_t>(1U << bit);
    }
  }
}

}  // namespace
}  // namespace onefold::verify
